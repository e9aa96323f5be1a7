// The built interface in a real browser: how it is laid out, walked by keyboard, and told to assistive technology.
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  reporter: [['line']],
  // A busy machine is no failure.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env['CI']),
  use: {
    launchOptions: {
      // Debian's browser: none is downloaded.
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      // Root, which a container runs as, has no sandbox to go into.
      chromiumSandbox: process.getuid?.() !== 0,
    },
    locale: 'en',
  },
});
