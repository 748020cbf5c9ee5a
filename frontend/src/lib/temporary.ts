/** Forget what this tab keeps about a place: whatever is stored under a name, or with words, that speak of its id. */
export function forgetPlace(store: Storage, id: string): void {
  const names = Array.from({ length: store.length }, (_, index) => store.key(index) ?? "")
  for (const name of names) {
    if (id && (name.includes(id) || store.getItem(name)?.includes(id))) store.removeItem(name)
  }
}
