import { beforeEach, expect, test } from "vitest"
import { Drafts } from "./drafts"

beforeEach(() => sessionStorage.clear())

test("words stay until they are emptied", () => {
  new Drafts(sessionStorage).words = "a fox"
  expect(new Drafts(sessionStorage).words).toBe("a fox")

  new Drafts(sessionStorage).words = ""
  expect(sessionStorage.length).toBe(0)
})

test("each kind keeps its own choices, and nonsense is no choice", () => {
  const drafts = new Drafts(sessionStorage)
  drafts.keepChoices("video", { ratio: "9:16" })

  expect(drafts.choices("video")).toEqual({ ratio: "9:16" })
  expect(drafts.choices("picture")).toEqual({})
  sessionStorage.setItem("salon:chosen:picture", "{{")
  expect(drafts.choices("picture")).toEqual({})
})
