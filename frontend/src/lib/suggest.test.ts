import { expect, test } from "vitest"
import { complete, suggest } from "./suggest"

const KNOWN = { projects: [{ name: "Boats" }, { name: "Platform notes" }], tags: ["work", "wood", "home"] }

test.each([
  ["", []],
  ["boats ", []],
  ["ta", ["tag:"]],
  ["boats p", ["project:"]],
  ["tag:", ["tag:work", "tag:wood", "tag:home"]],
  ["tag:wo", ["tag:work", "tag:wood"]],
  ["tag:work", []],
  ["project:pl", ['project:"Platform notes"']],
  ['x project:"Platform n', ['project:"Platform notes"']],
  ["has:", ["has:image", "has:file", "has:code"]],
  ["FROM:", ["from:me", "from:grok"]],
  ["colour:", []],
])("%j goes on as %j", (said, expected) => {
  expect(suggest(said, KNOWN)).toEqual(expected)
})

test.each([
  ["boats ta", "tag:", "boats tag:"],
  ["boats tag:wo", "tag:work", "boats tag:work "],
  ['x project:"Platform n', 'project:"Platform notes"', 'x project:"Platform notes" '],
])("%j with %j is %j", (said, suggestion, expected) => {
  expect(complete(said, suggestion)).toBe(expected)
})
