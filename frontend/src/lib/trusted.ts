/**
 * Our policy asks for Trusted Types: a string becomes markup only through a policy. htmx swaps what our own server sent
 * (selfRequestsOnly), so its markup may pass; script by string never may. Markdown goes through DOMPurify's own policy.
 */
interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(markup: string): string }): unknown
}

const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes
types?.createPolicy("default", { createHTML: (markup) => markup })
