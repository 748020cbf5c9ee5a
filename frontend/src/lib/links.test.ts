import { expect, test } from "vitest"
import { openLinksBeside } from "./links"

test("a link of an answer opens beside the conversation; those of the house and within the page do not", () => {
  document.body.innerHTML = `<div class="answer"><a href="https://example.com/a">out</a><a href="${location.origin}/help/">in</a>
    <a href="#note-1">note</a></div><p><a href="https://example.com/b">ours</a></p>`
  openLinksBeside(document)
  document.addEventListener("click", (event) => event.preventDefault())
  const links = [...document.querySelectorAll("a")]
  for (const link of links) link.click()

  expect(links.map((link) => link.target)).toEqual(["_blank", "", "", ""])
})
