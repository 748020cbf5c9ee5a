import { defineConfig } from "vite"
import { alias, woff2Only } from "../../vite.config"

/** What only the stylebook runs; the product's own files come from the product's own build. */
export default defineConfig({
  base: "/book/",
  resolve: { alias },
  plugins: [woff2Only],
  publicDir: false,
  build: {
    emptyOutDir: true,
    target: "es2023",
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { stream: "frontend/stylebook/live/stream.ts" },
      output: { entryFileNames: "[name].js", chunkFileNames: "[name].js" },
    },
  },
})
