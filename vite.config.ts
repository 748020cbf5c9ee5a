import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { brotliCompressSync, gzipSync } from "node:zlib"
import { defineConfig } from "vitest/config"

/** The browser decodes &copy; itself: src/lib/entities.ts says why. */
export const alias = { entities: fileURLToPath(new URL("frontend/src/lib/entities.ts", import.meta.url)) }

/** KaTeX names each font three times; every browser we build for takes the first. */
export const woff2Only = {
  name: "woff2-only",
  enforce: "pre" as const,
  transform: (code: string, id: string) =>
    /katex[^/]*\.css$/.test(id) ? code.replace(/,url\([^)]*\.(?:woff|ttf)\) format\("[a-z]+"\)/g, "") : undefined,
}

/** What is text is packed once, here: WhiteNoise gives the packed neighbour to whoever takes it. */
export const packed = {
  name: "packed",
  writeBundle({ dir = "" }: { dir?: string }) {
    for (const name of readdirSync(`${dir}/assets`).filter((each) => /\.(css|js)$/.test(each))) {
      const file = `${dir}/assets/${name}`
      const content = readFileSync(file)
      writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }))
      writeFileSync(`${file}.br`, brotliCompressSync(content))
    }
  },
}

/**
 * The pages' entry is `frontend/src/main.ts`: it brings the style sheet with it and loads islands when a page asks for them.
 * `drawingPlace.ts` is the script of the frame in which diagrams are drawn.
 * Relative addresses (`base: "./"`) let the built folder be served from any static root; django-vite reads the manifest.
 */
export default defineConfig({
  base: "./",
  resolve: { alias },
  plugins: [woff2Only, packed],
  publicDir: false,
  build: {
    outDir: "static/built",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2023",
    cssTarget: ["chrome123", "safari17.5", "firefox121"],
    // Fonts stay files: a data: address would need a hole in the Content-Security-Policy and defeats preloading.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { main: "frontend/src/main.ts", drawingPlace: "frontend/src/drawingPlace.ts" },
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: "loading", test: /rolldown.runtime|preload-helper/ }, // also where diagrams are drawn
            // What the entry and the parlour share would else be many small files.
            {
              name: "common",
              test: /node_modules\/htmx|lib\/(dom|csrf|dialogs|toasts|wrapping|code|formulas)\.ts$/,
            },
            // What a conversation needs is needed together: one request instead of eight.
            {
              name: "parlour",
              test: /frontend\/src\/(islands\/(turn|composer|thread|line|conversations|notices)|lib\/(askedShape|branching|composing|doing|flash|keeping|thinkingLine|enter|growing|shortcuts|writing|keptDrafts|draftKeeper|renewal|tab|socket|gauge|frames|fold|painter|blocks|mend|turnWords|time|kit|idempotency|live|wakes|nameTab|spent|stretches|cuts|rest|growingCode))\.ts$/,
            },
            {
              name: "studio",
              test: /frontend\/src\/(studio\.ts|islands\/studio\/(order|wall|job|viewer)|lib\/(choices|drafts|shape|throwAway|zoom|zooming|films|keyButtons))\.ts$/,
            },
            { name: "desk", test: /frontend\/src\/islands\/(queue|keys)\.ts$/ },
          ],
        },
      },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["frontend/src/**/*.test.ts"],
    server: { deps: { inline: ["markdown-it"] } }, // so that the alias holds in tests too
  },
})
