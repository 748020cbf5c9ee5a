import { expect, test } from "vitest"
import { link } from "./bringing"

test("a refusal that names the page of consents leads there, and another stays as it is", () => {
  document.body.innerHTML = `<p><b data-about>Not taken. Ask them again on the page “Consents”.</b></p>
    <p><b data-about>There is nothing in this file.</b></p>`
  const [one, other] = document.querySelectorAll("p")

  for (const chip of [one, other]) if (chip) link(chip, "/consents/")

  expect(one?.textContent).toBe("Not taken. Ask them again on the page “Consents”.")
  expect(one?.querySelector("a")?.getAttribute("href")).toBe("/consents/")
  expect(other?.querySelector("a")).toBeNull()
})
