// What a person makes of the invented episode and takes from it: bookmarks, quotes, and one speaker's words alone.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';
import App from './App.svelte';
import { FakeBackend, type FakeOptions } from './ipc/fake';
import { NIGHT_SHIFT_PATH } from './ipc/fake-episodes';
import { Session } from './state/session.svelte';
import { click, press, settled, type } from './testing/app';

async function launch(options: FakeOptions = {}) {
  const backend = new FakeBackend({ open: NIGHT_SHIFT_PATH, ...options });
  const session = new Session(backend);
  render(App, { session });
  await session.start();
  await settled();
  const { bookmarks, reading, selecting } = session.screen.kind === 'episode' ? session.screen : {};
  if (!bookmarks || !reading || !selecting) throw new Error('It has a text.');
  return { backend, session, bookmarks, reading, selecting };
}

/** By its name: asking for roles takes seconds in a document with a button for every line. */
function button(name: string | RegExp): HTMLElement {
  const named = (one: HTMLElement) => one.getAttribute('aria-label') ?? one.textContent.trim();
  const fits = (one: HTMLElement) => (typeof name === 'string' ? named(one) === name : name.test(named(one)));
  const [found, ...others] = [...document.querySelectorAll<HTMLElement>('button')].filter(fits);
  if (found === undefined || others.length > 0) throw new Error(`One button is called ${String(name)}.`);
  return found;
}

const heading = () => [...document.querySelectorAll('h2')].some((one) => one.textContent === 'Bookmarks');

const line = (index: number) => document.querySelector<HTMLElement>(`[data-line="${index}"]`) as HTMLElement;

it('B marks the line that has the focus, shows it in the margin, the list and on the waveform, and takes it off', async () => {
  const { bookmarks } = await launch();
  await press('ArrowDown');
  await press('ArrowDown');
  await press('b', { code: 'KeyB' });
  expect(bookmarks.all.map((one) => one.line)).toEqual([2]);
  expect(line(2).querySelector('[aria-pressed="true"]')).toBeTruthy();
  expect(heading()).toBe(true);
  expect(document.querySelectorAll('.waveform .bookmark').length).toBe(1);
  await press('b', { code: 'KeyB' });
  expect(bookmarks.all).toEqual([]);
  expect(heading()).toBe(false);
});

it('a note is written to a bookmark, which leads to its line and is in the palette', async () => {
  const { backend, bookmarks } = await launch({ bookmarks: [[9, '']] });
  const seek = vi.spyOn(backend, 'seek');
  await click(button(/^0:54/));
  expect(seek).toHaveBeenCalledExactlyOnceWith(54_000, true);
  await click(button(/^Write a note to/));
  const note = document.querySelector('li input') as HTMLElement;
  await type(note, 'Ask her');
  await fireEvent.keyDown(note, { key: 'Enter' });
  await settled();
  expect(bookmarks.all[0]?.note).toBe('Ask her');
  await press('k', { ctrlKey: true, code: 'KeyK' });
  await type(document.querySelector('dialog[open] input') as HTMLElement, 'ask her');
  expect(document.querySelector('[role="option"]')?.textContent).toContain('Ask her');
});

it('what can’t be kept is told, and nothing is marked', async () => {
  const { backend, session, bookmarks } = await launch();
  vi.spyOn(backend, 'addBookmark').mockRejectedValue({ message: 'The disk is full.' });
  await press('ArrowDown');
  await press('b', { code: 'KeyB' });
  expect(bookmarks.all).toEqual([]);
  expect(session.notices.map(({ message }) => message)).toEqual(['The disk is full.']);
});

/** Selects from a place in one line to a place in another. */
async function select(from: [number, number], to: [number, number]) {
  const text = (index: number) => {
    const texts = document.createTreeWalker(line(index).querySelector('p') as Element, NodeFilter.SHOW_TEXT);
    let node = texts.nextNode();
    while (node && node.textContent === '') node = texts.nextNode();
    return node as Node;
  };
  getSelection()?.setBaseAndExtent(text(from[0]), from[1], text(to[0]), to[1]);
  document.dispatchEvent(new Event('selectionchange'));
  await settled();
}

it('Ctrl C copies the selection as is chosen, and nothing moves while something is selected', async () => {
  const { session, reading } = await launch();
  await select([2, 0], [2, 6]);
  expect(reading.following).toBe('yielded');
  const copy = async () => {
    const setData = vi.fn();
    const event = new Event('copy', { cancelable: true, bubbles: true });
    Object.assign(event, { clipboardData: { setData } });
    line(2).dispatchEvent(event);
    await settled();
    return { text: String(setData.mock.calls[0]?.[1]), prevented: event.defaultPrevented };
  };
  expect(await copy()).toEqual({
    text: '“Twenty” — Tomasz Okafor, Tending the night shift, 0:14',
    prevented: true,
  });
  session.change({ copyFormat: 'plain' });
  expect((await copy()).text).toBe('Twenty');
  getSelection()?.removeAllRanges();
  document.dispatchEvent(new Event('selectionchange'));
  await settled();
  expect((await copy()).prevented, 'what else is selected is the web view’s').toBe(false);
});

it('beside the selection it can be copied in each way, and heard', async () => {
  const writeText = vi.fn().mockResolvedValue(undefined);
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } });
  const { backend } = await launch();
  await select([2, 0], [4, 4]);
  await click(button('Copy as Markdown'));
  expect(writeText.mock.calls[0]?.[0]).toMatch(
    /^> \*\*Tomasz Okafor:\*\* Twenty.*\n>\n> \*\*Rosa Lindqvist:\*\*/,
  );
  await click(button('Copy text'));
  expect(writeText.mock.calls[1]?.[0]).toMatch(/^Twenty.*\n.*\nWe w$/);
  const seek = vi.spyOn(backend, 'seek');
  await click(button('Hear'));
  expect(seek).toHaveBeenCalledExactlyOnceWith(14_000, true);
});

it('the lines that a selection begins and ends in stay in the document', async () => {
  const { selecting } = await launch();
  await select([1, 3], [4, 2]);
  expect(selecting.ends).toEqual([1, 4]);
});

it('one speaker’s words alone are read; the others’ are a slim line that unfolds, and the keys pass over it', async () => {
  const { reading } = await launch();
  await click(button('Read only Tomasz Okafor'));
  expect(screen.getByText('Only Tomasz Okafor')).toBeTruthy();
  expect(line(0)).toBeNull();
  expect(line(2)).toBeTruthy();
  reading.focused = 2;
  reading.note('scrolled');
  await press('ArrowDown');
  expect(reading.lines.speakers[reading.focused]).toBe(1);
  await click(screen.getAllByTitle('Show what is said here')[0] as HTMLElement);
  expect(line(0)).toBeTruthy();
  await click(button('Show all'));
  expect(reading.only).toBeNull();
  expect(line(3)).toBeTruthy();
});

it('a search finds only what that speaker says, and going elsewhere unfolds it', async () => {
  const { backend, reading } = await launch();
  const search = vi.spyOn(backend, 'search');
  reading.readOnly(2);
  await press('f', { ctrlKey: true, code: 'KeyF' });
  await type(document.querySelector('search input') as HTMLElement, 'log');
  expect(search.mock.calls.at(-1)?.[1].typed).toBe('speaker:"Ines Marchetti" log');
  reading.show({ line: 2, start: 0, end: 1 });
  await settled();
  expect(reading.rows.shows(2)).toBe(true);
});

it('where one speaker alone is played, what others say is passed over, and after their last word it pauses', async () => {
  const { backend, reading, session } = await launch();
  reading.readOnly(1);
  reading.playsOnly = true;
  await backend.seek(0, true);
  await settled();
  await vi.waitFor(async () => {
    await settled();
    expect(session.playback.positionMs).toBeGreaterThanOrEqual(14_000);
  });
  await backend.seek(214_000, true);
  await vi.waitFor(async () => {
    await settled();
    expect(session.playback.playing).toBe(false);
  });
});
