// Builds the page to static files: one script, one stylesheet, nothing inline and nothing from elsewhere.
import { defineConfig } from 'vite'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    // Inlined files would be `data:` addresses, which the page's policy takes from an action only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
  },
})
