// Reading where only a layout can show it: the lit word, clicks and selections, following, and a hundred thousand lines.
import type { Page } from '@playwright/test';
import { expect, test } from './room';
import { stateOf } from './states';

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The text and the place of what is marked so; null where nothing is. */
async function marked(page: Page, mark: string): Promise<{ text: string; box: Box } | null> {
  return page.evaluate((mark) => {
    const range = [...(CSS.highlights.get(mark) ?? [])][0];
    if (!(range instanceof Range)) return null;
    const { left, top, right, bottom } = range.getBoundingClientRect();
    return { text: range.toString(), box: { left, top, right, bottom } };
  }, mark);
}

/** Where a text stands in a line. */
async function boxOf(page: Page, line: number, text: string): Promise<Box> {
  const box = await page.evaluate(
    ([line, text]) => {
      const words = document.querySelector(`[data-line="${line}"] p`);
      const pieces = words && document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
      while (pieces?.nextNode()) {
        const piece = pieces.currentNode as Text;
        const at = piece.data.indexOf(text);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(piece, at);
        range.setEnd(piece, at + text.length);
        const { left, top, right, bottom } = range.getBoundingClientRect();
        return { left, top, right, bottom };
      }
      return null;
    },
    [line, text] as const,
  );
  if (box === null) throw new Error(`Line ${line} doesn’t show “${text}”.`);
  return box;
}

const middle = ({ left, top, right, bottom }: Box) => ({ x: (left + right) / 2, y: (top + bottom) / 2 });

async function clickOn(page: Page, line: number, text: string): Promise<void> {
  const { x, y } = middle(await boxOf(page, line, text));
  await page.mouse.click(x, y);
}

const view = (page: Page) => page.getByTestId('transcript');
const scrolled = (page: Page) => view(page).evaluate(({ scrollTop }) => scrollTop);
const isPlaying = (page: Page) => page.getByRole('button', { name: 'Pause' }).isVisible();
const size = { width: 1400, height: 900 };

test('a word that is clicked is lit, and its line stays where it is', async ({ room }) => {
  const page = await room.enter(stateOf('episode'), { size });
  const before = await boxOf(page, 1, 'northern');
  await clickOn(page, 1, 'northern');
  await page.locator('[data-line="1"][aria-current]').waitFor();
  expect((await marked(page, 'word-about'))?.text).toMatch(/northern|coast/);
  expect(await boxOf(page, 1, 'northern')).toEqual(before);
});

test('what would be heard is shown under the pointer and in the margin beside it', async ({ room }) => {
  const page = await room.enter(stateOf('episode'), { size });
  const { x, y } = middle(await boxOf(page, 1, 'northern'));
  await page.mouse.move(x, y);
  await expect.poll(async () => (await marked(page, 'pointed'))?.text).toBe('northern');
  const hint = await page.locator('.hint').boundingBox();
  const text = await page.locator('[data-line="1"] p').boundingBox();
  expect(hint && text && hint.x + hint.width <= text.x && Math.abs(hint.y + hint.height / 2 - y) < 6).toBe(
    true,
  );
  // Between the lines and beside the text there is no word.
  await page.mouse.move((text?.x ?? 0) + (text?.width ?? 0) - 4, (text?.y ?? 0) + (text?.height ?? 0) - 8);
  await expect.poll(async () => marked(page, 'pointed')).toBeNull();
});

test('selecting by dragging, a double click or Shift is no click, and the text holds still', async ({
  room,
}) => {
  const page = await room.enter(stateOf('episode'), { size });
  const [from, to] = [middle(await boxOf(page, 1, 'With')), middle(await boxOf(page, 1, 'northern'))];
  const selected = () => page.evaluate(() => getSelection()?.toString() ?? '');
  const lit = () => page.locator('[aria-current]').getAttribute('data-line');

  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await page.mouse.up();
  expect(await selected()).toContain('me is Tomasz Okafor');
  await page.keyboard.down('Shift');
  const further = middle(await boxOf(page, 2, 'slept'));
  await page.mouse.click(further.x, further.y);
  await page.keyboard.up('Shift');
  expect(await selected()).toContain('Twenty');
  expect([await lit(), await isPlaying(page)]).toEqual(['0', false]);

  // The click that takes the selection away isn't heard either.
  await page.mouse.click(to.x, to.y);
  await expect.poll(selected).toBe('');
  expect([await lit(), await isPlaying(page)]).toEqual(['0', false]);

  await page.mouse.dblclick(further.x, further.y);
  expect(await selected()).toContain('slept');
  await expect.poll(async () => [await lit(), await isPlaying(page)]).toEqual(['0', false]);
});

test('a long paragraph is followed by its sentences, each of which is in view while it sounds', async ({
  room,
}) => {
  const page = await room.enter(stateOf('monologue'), { size: { width: 900, height: 600 } });
  const places = new Set<number>();
  await view(page).hover();
  await page.mouse.wheel(0, 300);
  await page.locator('[data-line="1"]').waitFor();
  await clickOn(page, 1, 'Sentence number 1 ');
  for (let sentence = 2; sentence <= 40; sentence++) {
    // On the fly: by the keys that go forward, five seconds each.
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(60);
    const [word, edge] = [await marked(page, 'word-about'), await view(page).boundingBox()];
    if (word === null || edge === null) throw new Error('Nothing is lit.');
    expect(word.box.top).toBeGreaterThanOrEqual(edge.y);
    expect(word.box.bottom).toBeLessThanOrEqual(edge.y + edge.height);
    places.add(await scrolled(page));
    if ((await page.locator('[aria-current]').getAttribute('data-line')) !== '1') break;
  }
  expect(places.size).toBeGreaterThan(4);
});

test('while nothing but words change, the view holds still', async ({ room }) => {
  const page = await room.enter(stateOf('episode'), { size });
  await clickOn(page, 1, 'With');
  await page.locator('[data-line="1"][aria-current]').waitFor();
  const before = await scrolled(page);
  const words = new Set<string | undefined>();
  await expect
    .poll(async () => words.add((await marked(page, 'word-about'))?.text).size, { intervals: [100] })
    .toBeGreaterThan(5);
  expect(await page.locator('[data-line="1"][aria-current]').count()).toBe(1);
  expect(await scrolled(page)).toBe(before);
});

test('lighting a line moves no other', async ({ room }) => {
  const page = await room.enter(stateOf('episode'), { size });
  const tops = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('[data-line]')].map((row) => row.getBoundingClientRect().top),
    );
  const before = await tops();
  await clickOn(page, 2, 'slept');
  await page.locator('[data-line="2"][aria-current]').waitFor();
  expect((await tops()).slice(0, before.length)).toEqual(before);
});

test('another width of the window leaves the line at the top where it is', async ({ room }) => {
  const page = await room.enter(stateOf('long'), { size });
  await view(page).hover();
  await page.mouse.wheel(0, 6_000);
  const top = () =>
    view(page).evaluate((view) => {
      const edge = view.getBoundingClientRect().top;
      const rows = [...view.querySelectorAll<HTMLElement>('[data-line]')];
      return Math.min(
        ...rows
          .filter((row) => row.getBoundingClientRect().bottom > edge + 1)
          .map((row) => Number(row.dataset.line)),
      );
    });
  await expect.poll(top).toBeGreaterThan(20);
  await page.waitForTimeout(300);
  const before = await top();
  for (const width of [900, 640, 1400]) {
    await page.setViewportSize({ width, height: 900 });
    await expect.poll(top, { message: `${width} px wide` }).toBe(before);
  }
});

test('a hundred thousand lines are there wherever one scrolls, and the scroll bar tells where', async ({
  room,
}) => {
  const page = await room.enter(stateOf('long'), { size });
  // What each frame would show: the places where no row is.
  const blanks = await view(page).evaluate(async (view) => {
    const { left, top, width, height } = view.getBoundingClientRect();
    let blank = 0;
    for (let n = 0; n < 80; n++) {
      await new Promise(requestAnimationFrame);
      view.scrollTop += 300;
      // Looked at after the frame was drawn: rows that came with it are measured within it.
      await new Promise((drawn) => setTimeout(drawn));
      for (const share of [0.02, 0.25, 0.5, 0.75, 0.98]) {
        const there = document.elementFromPoint(left + width / 2, top + height * share);
        const row = there?.closest('.row, .front');
        if (!row && there?.closest('[role=list]')?.firstElementChild === there) blank += 1;
      }
    }
    return blank;
  });
  expect(blanks).toBe(0);
  for (const share of [0.5, 0.9, 0.1]) {
    const line = await view(page).evaluate(async (view, share) => {
      view.scrollTop = view.scrollHeight * share;
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      const edge = view.getBoundingClientRect().top;
      const rows = [...view.querySelectorAll<HTMLElement>('[data-line]')];
      const first = rows.find(
        (row) => row.getBoundingClientRect().bottom > edge && row.getBoundingClientRect().top < edge + 900,
      );
      return Number(first?.dataset.line);
    }, share);
    expect(Math.abs(line / 100_000 - share)).toBeLessThan(0.02);
  }
});

test('paused, nothing runs: no frame and no timer', async ({ room, page }) => {
  await page.addInitScript(() => {
    const counts = { frames: 0, timers: 0 };
    Object.assign(window, { counts });
    const frame = requestAnimationFrame;
    window.requestAnimationFrame = (run) => ((counts.frames += 1), frame(run));
    const [timeout, interval] = [setTimeout, setInterval];
    Object.assign(window, {
      setTimeout: (...args: Parameters<typeof setTimeout>) => ((counts.timers += 1), timeout(...args)),
      setInterval: (...args: Parameters<typeof setInterval>) => ((counts.timers += 1), interval(...args)),
    });
  });
  await room.enter(stateOf('episode'), { size });
  const counts = () =>
    page.evaluate(() => ({
      ...(window as unknown as { counts: { frames: number; timers: number } }).counts,
    }));
  await clickOn(page, 1, 'northern');
  await page.waitForTimeout(700);
  const playing = await counts();
  await page.waitForTimeout(500);
  expect((await counts()).frames).toBeGreaterThan(playing.frames);
  await page.keyboard.press(' ');
  await page.mouse.move(5, 5);
  await page.waitForTimeout(1_500);
  const before = await counts();
  await page.waitForTimeout(3_000);
  expect(await counts()).toEqual(before);
});

test('a text that is written from the right has its margin there', async ({ room }) => {
  const page = await room.enter(stateOf('letters-right'), { size });
  const [time, text] = [
    await page.locator('[data-line="0"] time').boundingBox(),
    await page.locator('[data-line="0"] p').boundingBox(),
  ];
  expect(time && text && time.x >= text.x + text.width - 1).toBe(true);
  await clickOn(page, 0, 'الضباب');
  await expect.poll(async () => (await marked(page, 'word-about'))?.text).toMatch(/الضباب|ثم/);
});

test('letters whose shapes differ by language are told theirs', async ({ room }) => {
  const page = await room.enter(stateOf('letters'), { size });
  const langs = await page
    .locator('[data-line] p')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('lang')));
  expect(langs.slice(0, 2)).toEqual(['ja', 'ja']);
  expect(langs[4]).toBeNull();
});
