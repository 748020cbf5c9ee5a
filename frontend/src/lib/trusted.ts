/**
 * Our policy asks for Trusted Types: a string becomes markup only through a policy. htmx swaps what our own server sent
 * (selfRequestsOnly), so its markup may pass; script by string never may. Markdown goes through DOMPurify's own policy.
 */
interface TrustedTypes {
  readonly defaultPolicy: unknown
  createPolicy(name: string, rules: { createHTML(markup: string): string }): unknown
}

const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes
// There can be one default policy only, and another bundle on the page may have made it.
if (types && !types.defaultPolicy) types.createPolicy("default", { createHTML: (markup) => markup })
