const AT_ONCE = 60

/** The cards of these things, as the server draws them, by id; what is not there any more is missing. Throws without a line. */
export async function fetchCards(address: string, ids: string[]): Promise<Map<string, HTMLElement>> {
  const found = new Map<string, HTMLElement>()
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const answer = await fetch(`${address}?of=${ids.slice(at, at + AT_ONCE).join(",")}`)
    if (!answer.ok) throw new Error(`${answer.status}`)
    const place = document.createElement("template")
    place.innerHTML = await answer.text()
    for (const card of place.content.querySelectorAll<HTMLElement>(".card[data-asset]"))
      found.set(card.dataset.asset ?? "", document.adoptNode(card))
  }
  return found
}

/** JSON of our own server. Throws without a line, and for any refusal. */
export async function fetchJson<Told>(address: string, said: string): Promise<Told> {
  const answer = await fetch(`${address}?${new URLSearchParams({ q: said })}`, {
    headers: { Accept: "application/json" },
  })
  if (!answer.ok) throw new Error(`${answer.status}`)
  return (await answer.json()) as Told
}
