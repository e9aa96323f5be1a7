// The built interface on the invented backend, in a page that reads it from the disk: no server, and no port to be free.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';

const BUILT = join(import.meta.dirname, '../dist-fake');
const ORIGIN = 'http://cueline.test';

export type Theme = 'light' | 'dark';

export interface Size {
  width: number;
  height: number;
}

/** What the window is tried at, and the smallest that it can be made. */
export const SIZES: readonly Size[] = [
  { width: 420, height: 560 },
  { width: 900, height: 600 },
  { width: 1400, height: 900 },
  { width: 2560, height: 1440 },
];

export interface Room {
  /** Opens the interface as `state` has it. */
  enter(state: State, look?: { theme?: Theme; size?: Size }): Promise<Page>;
}

/** What the interface can be in, and how it comes there. */
export interface State {
  name: string;
  /** What the invented backend begins with: see `fake-scenes.ts`. */
  scene: Record<string, string>;
  /** What shows that it is there. */
  shows: string;
  /** What a person does to come there. */
  then?: (page: Page) => Promise<void>;
}

export const test = base.extend<{ room: Room }>({
  room: async ({ context, page }, use) => {
    if (!existsSync(BUILT))
      throw new Error('The interface isn’t built: run `npm run e2e`, which builds it first.');
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await context.route(`${ORIGIN}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      await route.fulfill({
        path: join(BUILT, pathname === '/' ? 'index.html' : decodeURIComponent(pathname)),
      });
    });
    await use({
      async enter({ scene, shows, then }, { theme = 'light', size = { width: 1400, height: 900 } } = {}) {
        await page.setViewportSize(size);
        // Without motion a picture has one look, whenever it is taken.
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        await page.goto(`${ORIGIN}/?${new URLSearchParams(scene).toString()}`);
        await page.locator(shows).first().waitFor();
        await then?.(page);
        await page.evaluate(() => document.fonts.ready);
        return page;
      },
    });
    if (faults.length > 0) throw new Error(`The page reported: ${faults.join(' · ')}`);
  },
});

export { expect } from '@playwright/test';
