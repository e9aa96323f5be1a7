// Where one reads stays in view while the text takes another size.
import type { Page } from '@playwright/test';
import { expect, test } from './room';
import { stateOf } from './states';

/** The line at the top of the view, and how far below it that begins. */
async function top(page: Page): Promise<{ line: number; at: number }> {
  return page.getByTestId('transcript').evaluate((view) => {
    const edge = view.getBoundingClientRect().top;
    const rows = [...view.querySelectorAll<HTMLElement>('[data-line]')];
    const [first] = rows
      .map((row) => ({ line: Number(row.dataset.line), box: row.getBoundingClientRect() }))
      .filter(({ box }) => box.bottom > edge)
      .sort((one, other) => one.box.top - other.box.top);
    return { line: first?.line ?? -1, at: Math.round((first?.box.top ?? 0) - edge) };
  });
}

test('the line at the top of the view stays there while the text grows and shrinks', async ({ room }) => {
  const page = await room.enter(stateOf('long'), { size: { width: 1400, height: 900 } });
  await page.getByTestId('transcript').hover();
  await page.mouse.wheel(0, 9_000);
  await expect.poll(async () => (await top(page)).line).toBeGreaterThan(20);
  const before = await top(page);
  for (const key of ['Control+=', 'Control+=', 'Control+=', 'Control+-', 'Control+0', 'Control+-']) {
    await page.keyboard.press(key);
    await expect.poll(async () => (await top(page)).line, { message: key }).toBe(before.line);
  }
  await page.keyboard.press('Control+0');
  await expect.poll(async () => Math.abs((await top(page)).at - before.at)).toBeLessThanOrEqual(12);
});
