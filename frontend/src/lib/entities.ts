import "./trusted"

/**
 * Stands in for the package `entities`, of which markdown-it wants one function: "&copy;" to "©". The browser knows all
 * names already; the package's table of them would be a fifth of all script on the chat page (vite.config.ts, alias).
 */
export function decodeHTMLStrict(reference: string): string {
  // One reference at a time, as markdown-it hands it over; inside a textarea nothing else could become markup anyway.
  field.innerHTML = reference
  return field.value
}

const field = document.createElement("textarea")
