// The whole interface by keyboard alone: the focus goes round everything, is seen, and never lies under the player.
import type { Page } from '@playwright/test';
import { expect, test } from './room';
import { STATES } from './states';

/** More stops than any state has. */
const MOST_STOPS = 120;

interface Stop {
  name: string;
  /** What is wrong with it; empty where nothing is. */
  fault: string;
  /** Whether the focus came back to where it began. */
  again: boolean;
}

/** What has the focus, and whether a person can see that. */
async function stop(page: Page): Promise<Stop | null> {
  return page.evaluate(async () => {
    // What the focus scrolls to is drawn first, as a person would see it.
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const focused = document.activeElement;
    if (!(focused instanceof HTMLElement) || focused === document.body) return null;
    const name = focused.getAttribute('aria-label') ?? focused.textContent.trim().slice(0, 40);
    const again = focused.dataset['visited'] !== undefined;
    focused.dataset['visited'] = '';
    const { outlineStyle, outlineWidth } = getComputedStyle(focused);
    const ringed = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1.5;
    const box = focused.getBoundingClientRect();
    const seen = [
      [box.x + box.width / 2, box.y + Math.min(box.height / 2, 12)],
      [box.x + 4, box.y + 4],
    ].some(([x = 0, y = 0]) => {
      const there = document.elementFromPoint(x, y);
      return there !== null && (focused.contains(there) || there.contains(focused));
    });
    return { name, again, fault: !ringed ? 'has no ring' : !seen ? 'lies under something' : '' };
  });
}

for (const state of STATES) {
  test(`${state.name}: Tab reaches everything, and the focus is seen`, async ({ room }) => {
    const page = await room.enter(state, { size: { width: 900, height: 600 } });
    const stops: Stop[] = [];
    for (let n = 0; n < MOST_STOPS; n++) {
      await page.keyboard.press('Tab');
      const here = await stop(page);
      if (here === null || here.again) break;
      stops.push(here);
    }
    expect(stops.length).toBeGreaterThan(0);
    expect(stops.length).toBeLessThan(MOST_STOPS);
    expect(stops.filter(({ fault }) => fault !== '')).toEqual([]);
  });
}

test('walking the lines keeps each that has the focus whole in view, above the player', async ({ room }) => {
  const page = await room.enter(
    { name: 'long', scene: { open: 'long' }, shows: '[data-line]' },
    { size: { width: 900, height: 600 } },
  );
  await page.locator('[data-line="0"]').focus();
  for (let n = 1; n <= 60; n++) {
    await page.keyboard.press('ArrowDown');
    const line = page.locator(`[data-line="${n}"]`);
    await expect(line).toBeFocused();
    const [line_, footer] = [await line.boundingBox(), await page.locator('footer').boundingBox()];
    expect(line_ && footer && line_.y >= 0 && line_.y + line_.height <= footer.y).toBe(true);
  }
});
