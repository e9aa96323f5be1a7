// How the interface is built, served while developing, and tested.
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { MESSAGES } from './messages.js';

export default defineConfig(({ mode }) => ({
  plugins: [paraglideVitePlugin(MESSAGES), svelte(), svelteTesting()],
  clearScreen: false,
  // The icon lies beside the interface's folder.
  server: { port: 5173, strictPort: true, fs: { allow: ['..'] } },
  build: {
    // The mode "fake" builds the same interface on an invented episode, to look at it in any browser.
    outDir: mode === 'fake' ? 'dist-fake' : 'dist',
    target: 'es2023',
    // The content security policy allows files of our own only: nothing inline, no data: fonts.
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.spec.ts'],
    setupFiles: ['src/testing/setup.ts'],
    // A busy machine is no failure.
    testTimeout: 30_000,
  },
}));
