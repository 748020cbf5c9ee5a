import { make } from "./dom"

/** Buttons with `data-dialog="id"` open that dialog; a press on the shade around an open dialog closes it. */
export function listenForDialogs(document: Document): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element
    const id = target.closest<HTMLElement>("[data-dialog]")?.dataset.dialog
    if (id) void ask(document.getElementById(id) as HTMLDialogElement)
    else if (target instanceof HTMLDialogElement && target.open && outside(target, event)) target.close("")
  })
}

/** Open a dialog and wait: the value of the button that closed it, "" for Escape and the shade. */
export function ask(dialog: HTMLDialogElement): Promise<string> {
  dialog.returnValue = ""
  dialog.showModal()
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true }))
}

/** Ask before something that cannot be undone. The first line is the question, the rest explains. Enter keeps it. */
export async function confirmed(question: string, action: string): Promise<boolean> {
  const [title = "", ...rest] = question.split("\n")
  const dialog = make(
    "dialog",
    { class: "dialog", "aria-labelledby": "confirm-title" },
    make("h2", { id: "confirm-title" }, title),
    make("p", {}, rest.join(" ")),
    make(
      "form",
      { method: "dialog", class: "actions" },
      make("button", { class: "button", value: "", autofocus: true }, "Keep it as it is"),
      make("button", { class: "button button-danger", value: "yes" }, action),
    ),
  )
  document.body.append(dialog)
  const answer = await ask(dialog)
  dialog.remove()
  return answer === "yes"
}

function outside(dialog: HTMLDialogElement, event: MouseEvent): boolean {
  const box = dialog.getBoundingClientRect()
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom
}
