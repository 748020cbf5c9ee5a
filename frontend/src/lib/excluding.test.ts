import { expect, test } from "vitest"
import { excludes } from "./excluding"

const as = (name: string, restricts = false) => ({ name, restricts })

test.each([
  [as("allow"), as("remove", true), true],
  [as("remove", true), as("allow"), true],
  [as("allow"), as("label"), false],
  [as("hide", true), as("remove", true), true],
  [as("remove", true), as("warn", true), false],
  [as("label"), as("escalate"), true],
  [as("allow"), as("allow"), false],
])("%o and %o exclude each other: %s", (one, other, so) => {
  expect(excludes(one, other)).toBe(so)
})
