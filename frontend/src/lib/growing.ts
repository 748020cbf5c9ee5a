/** Where CSS cannot grow a field with its words (`field-sizing`), this does, up to its own max-block-size. */
export function grow(field: HTMLTextAreaElement): void {
  if (CSS.supports("field-sizing", "content")) return
  field.style.blockSize = "auto"
  field.style.blockSize = `${field.scrollHeight}px`
}
