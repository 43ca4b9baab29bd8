// Builds the explorer into files of fixed names: index.html, app.js, app.css, engine.wasm, notices.txt. The Python writer
// (src/monazite/export/html.py) puts them and the data into one page; `monazite serve` serves them as they are.
import { defineConfig } from "vite";
import { noticesFile } from "./notices.ts";

export default defineConfig({
  base: "./",
  plugins: [noticesFile(import.meta.dirname)],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  // The worker of the query engine stands in app.js as text; the engine itself is a file, and data to the page.
  worker: { format: "iife", rolldownOptions: { output: { assetFileNames: "engine[extname]" } } },
  build: {
    outDir: "../monazite/export/explorer",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: false,
        entryFileNames: "app.js",
        assetFileNames: (asset) => (asset.names.some((name) => name.endsWith(".css")) ? "app.css" : "[name][extname]"),
      },
    },
  },
});
