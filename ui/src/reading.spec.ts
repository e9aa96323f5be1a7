// Reading in the whole interface: the lit word, what a click and a selection do, the front, quotes, and what can be read out.
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import App from './App.svelte';
import { FakeBackend, type FakeOptions } from './ipc/fake';
import { NIGHT_SHIFT_PATH } from './ipc/fake-episodes';
import type { Words } from './ipc/bindings';
import { Session } from './state/session.svelte';
import { click, press, settled } from './testing/app';

/** jsdom has neither highlights nor a layout: a set of ranges, and a caret where a test puts it. */
class FakeHighlight extends Set<Range> {}
const highlights = new Map<string, FakeHighlight>();
let caret: { offsetNode: Node; offset: number } | null = null;

let backend: FakeBackend;

async function launch(options: FakeOptions = {}) {
  backend = new FakeBackend({ open: NIGHT_SHIFT_PATH, ...options });
  const session = new Session(backend);
  render(App, { session });
  await session.start();
  await settled();
  return session;
}

const line = (index: number) => {
  const found = document.querySelector<HTMLElement>(`[data-line="${index}"]`);
  if (!found) throw new Error(`Line ${index} is not in the document.`);
  return found;
};
const text = (index: number) => line(index).querySelector('p') as HTMLElement;
const marked = (name: string) => [...(highlights.get(name) ?? [])].map(String);

async function seekTo(positionMs: number) {
  await backend.seek(positionMs, false);
  await settled();
}

/** Has the pointer over a letter of a line. */
function over(index: number, word: string) {
  const node = [...text(index).childNodes].find((one) => one.textContent?.includes(word)) as Text;
  caret = { offsetNode: node, offset: node.data.indexOf(word) + 1 };
}

beforeEach(() => {
  vi.stubGlobal('Highlight', FakeHighlight);
  vi.stubGlobal('CSS', { highlights });
  Object.assign(document, { caretPositionFromPoint: () => caret });
  const box = new DOMRect(0, 0, 40, 20);
  Object.assign(Range.prototype, { getClientRects: () => [box], getBoundingClientRect: () => box });
});

afterEach(() => {
  cleanup();
  highlights.clear();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  caret = null;
});

describe('the lit word', () => {
  it('is the one that is heard, softer where its time is an estimate', async () => {
    await launch();
    await seekTo(14_000);
    expect(marked('word-about')).toEqual(['Twenty']);
    expect(marked('word')).toEqual([]);
    await seekTo(17_000);
    expect(text(2).textContent).toContain(marked('word-about')[0]);
    expect(marked('word-about')).not.toEqual(['Twenty']);
  });

  it('is marked as it is where its time is known', async () => {
    backend = new FakeBackend();
    const words: Words = {
      words: [
        [0, 6],
        [8, 10],
      ],
      startsMs: [14_000, 15_000],
      origins: { first: [0], value: ['aligned'] },
      sentences: [[0, 44]],
    };
    vi.spyOn(FakeBackend.prototype, 'words').mockResolvedValue(words);
    await launch();
    await seekTo(15_500);
    expect([marked('word'), marked('word-about')]).toEqual([['if'], []]);
  });

  it('is touched only when it changes', async () => {
    await launch();
    await seekTo(14_000);
    const highlight = highlights.get('word-about');
    const added = vi.spyOn(highlight as FakeHighlight, 'add');
    for (const positionMs of [14_010, 14_100, 14_200]) await seekTo(positionMs);
    expect(added).not.toHaveBeenCalled();
    await seekTo(17_500);
    expect(added).toHaveBeenCalledTimes(1);
  });

  it('has its line’s words asked for once, and anew when they are dropped', async () => {
    const session = await launch();
    const asked = vi.spyOn(backend, 'words');
    await seekTo(14_000);
    await seekTo(15_000);
    await seekTo(7_000);
    await seekTo(16_000);
    const about = () => asked.mock.calls.filter(([, index]) => index === 2).length;
    expect(about()).toBe(1);
    if (session.screen.kind === 'episode') session.screen.reading?.words.drop([2]);
    await settled();
    expect(about()).toBe(2);
  });

  it('is none where words can’t be had, which is told once', async () => {
    vi.spyOn(FakeBackend.prototype, 'words').mockRejectedValue({ message: 'The words are gone.' });
    await launch();
    await seekTo(14_000);
    await seekTo(15_000);
    expect(marked('word-about')).toEqual([]);
    expect(screen.getAllByText('The words are gone.').length).toBe(1);
  });
});

describe('a click', () => {
  it('on a word is heard from that word', async () => {
    await launch();
    await seekTo(14_000);
    const seek = vi.spyOn(backend, 'seek');
    over(2, 'count');
    await click(text(2), { detail: 1 });
    const words = await backend.words(1, 2);
    expect(seek).toHaveBeenCalledExactlyOnceWith(words.startsMs[3], true);
  });

  it.each([0.5, 1, 2])('begins %s s before the word where that is chosen', async (preRollS) => {
    await launch({ settings: { preRollS } });
    await seekTo(14_000);
    const seek = vi.spyOn(backend, 'seek');
    over(2, 'count');
    await click(text(2), { detail: 1 });
    const words = await backend.words(1, 2);
    expect(seek).toHaveBeenCalledExactlyOnceWith((words.startsMs[3] ?? 0) - preRollS * 1000, true);
  });

  it('on the time, beside the text, or where lines are chosen goes to the line', async () => {
    const session = await launch();
    const seek = vi.spyOn(backend, 'seek');
    over(2, 'count');
    await click(line(2).querySelector('time') as Element, { detail: 1 });
    caret = null;
    await click(line(2), { detail: 1 });
    session.change({ clickTarget: 'line' });
    over(2, 'count');
    await click(text(2), { detail: 1 });
    expect(seek.mock.calls).toEqual([
      [14_000, true],
      [14_000, true],
      [14_000, true],
    ]);
  });

  it('on a word that turns out to begin a double click leaves the sound where it was', async () => {
    const session = await launch();
    await seekTo(5_000);
    over(2, 'count');
    await click(text(2), { detail: 1 });
    expect(session.playback.playing).toBe(true);
    await click(text(2), { detail: 2 });
    await fireEvent.dblClick(text(2), { detail: 2 });
    await settled();
    expect(session.playback.playing).toBe(false);
    expect(session.playback.positionMs).toBe(5_000);
    // Who selects is left alone.
    expect(screen.getByRole('button', { name: /^Back to \d/ })).toBeTruthy();
  });

  it('says before it is made where it goes: the word is marked', async () => {
    vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => setTimeout(run, 0));
    await launch();
    await seekTo(14_000);
    over(2, 'count');
    await fireEvent.pointerMove(text(2), { buttons: 0 });
    await vi.waitFor(() => expect(marked('pointed')).toEqual(['count']));
    expect(marked('sentence')).toEqual(['Twenty, if you count the one I slept through.']);
    expect(document.querySelector('.hint')?.textContent).toMatch(/0:1[4-7]/);
    await fireEvent.pointerLeave(screen.getByTestId('transcript'));
    await settled();
    expect([marked('pointed'), marked('sentence')]).toEqual([[], []]);
  });
});

it('selecting ends the following, and F takes it up again', async () => {
  await launch();
  await seekTo(14_000);
  getSelection()?.selectAllChildren(text(3));
  document.dispatchEvent(new Event('selectionchange'));
  await settled();
  expect(screen.getByRole('button', { name: 'Back to 0:14' })).toBeTruthy();
  getSelection()?.removeAllRanges();
  await press('f');
  expect(screen.queryByRole('button', { name: 'Back to 0:14' })).toBeNull();
});

describe('how a time is known', () => {
  it.each([
    [1, 'marked', 'to the second'],
    [8, 'estimated', 'worked out'],
    [23, 'aligned', 'Found in the sound'],
  ])('shows in line %s: %s', async (index, origin, says) => {
    await launch();
    await seekTo(Number(index) < 10 ? 14_000 : 166_000);
    const time = line(index).querySelector('time');
    expect(time?.classList.contains(origin)).toBe(true);
    expect(time?.title).toContain(says);
    expect(time?.title).toContain('Hear this line');
  });
});

describe('above the first line', () => {
  const front = () => document.querySelector('.front') as HTMLElement;

  it('stand the titles, the summary and the key points, which are heard', async () => {
    await launch();
    expect(front().textContent).toContain('Field notes, episode 12');
    expect(front().textContent).toContain('a page that was written the morning after');
    const seek = vi.spyOn(backend, 'seek');
    await click(within(front()).getByRole('button', { name: /Why lighthouses/ }));
    expect(seek).toHaveBeenCalledExactlyOnceWith(20_000, true);
  });
});

describe('a pull quote', () => {
  it('that is said word for word says when, and leads there', async () => {
    await launch();
    await seekTo(27_000);
    const seek = vi.spyOn(backend, 'seek');
    await click(screen.getByRole('button', { name: 'said at 0:48' }));
    expect(seek).toHaveBeenCalledExactlyOnceWith(48_000, true);
  });

  it('that is put in other words says so', async () => {
    await launch();
    await seekTo(184_000);
    expect(screen.getByText('paraphrased')).toBeTruthy();
  });
});

it('the current line is read out when asked for, also twice', async () => {
  await launch();
  await seekTo(14_000);
  const said = () => screen.getAllByRole('status').map((one) => one.textContent);
  await press('r');
  const once = said();
  expect(once.join('')).toContain('Tomasz Okafor. 14 seconds. Twenty, if you count the one I slept through.');
  await press('r');
  expect(said()).not.toEqual(once);
});
