// Bundles what the browser needs into web/static_built, with the manifest that django-vite reads.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { defineConfig } from "vite";

const OUT = resolve(import.meta.dirname, "../static_built");

// WhiteNoise serves `name.gz` when it stands beside `name`: a phone downloads a third.
function compressed() {
  return {
    name: "compressed",
    apply: "build",
    closeBundle() {
      const assets = resolve(OUT, "assets");
      for (const name of readdirSync(assets)) {
        if (/\.(css|js|svg)$/.test(name)) {
          const file = resolve(assets, name);
          writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
        }
      }
    },
  };
}

export default defineConfig({
  base: "/static/",
  publicDir: false,
  plugins: [compressed()],
  // The editor of forms and its viewer must share one preact, or nothing is drawn.
  resolve: { dedupe: ["preact"] },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    manifest: true,
    // The content policy refuses data: fonts, and inlined ones could not be cached.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The editors of the studio are that large; only analysts download them.
    chunkSizeWarningLimit: 1000,
    target: ["es2020", "firefox100", "safari14", "chrome87"],
    rollupOptions: {
      // htmx holds an eval that our configuration and the content policy keep shut.
      checks: { eval: false },
      input: {
        window: resolve(import.meta.dirname, "src/window.js"),
        desk: resolve(import.meta.dirname, "src/desk.js"),
        viewer: resolve(import.meta.dirname, "src/viewer.js"),
        studio: resolve(import.meta.dirname, "src/desk/studio.js"),
        differ: resolve(import.meta.dirname, "src/differ.js"),
      },
    },
  },
});
