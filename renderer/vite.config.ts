import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Relative addresses work under the host's http: address and under Electron's own scheme alike.
  base: './',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../dist/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    // Tokens say light-dark(), which browsers know since 2024. Rewritten for older ones, paper could not be light in the dark.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The content security policy allows no data: scripts or styles; pictures stay files as well.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
