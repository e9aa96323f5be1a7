// Searching the invented episode: what is found, the way from hit to hit, and back to where one was.
import { render, screen } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';
import App from './App.svelte';
import { FakeBackend } from './ipc/fake';
import { NIGHT_SHIFT_PATH } from './ipc/fake-episodes';
import { Session } from './state/session.svelte';
import { click, press, settled, type } from './testing/app';

async function launch(open = NIGHT_SHIFT_PATH) {
  const backend = new FakeBackend({ open });
  const session = new Session(backend);
  render(App, { session });
  await session.start();
  await settled();
  const { search, reading } = session.screen.kind === 'episode' ? session.screen : {};
  if (!search || !reading) throw new Error('It has a text.');
  return { backend, session, search, reading };
}

const field = () => document.querySelector<HTMLInputElement>('search input') as HTMLInputElement;
const button = (name: string) => document.querySelector(`search [aria-label="${name}"]`) as HTMLElement;
const counted = () => document.querySelector('.count')?.textContent;

async function find(text: string) {
  await press('f', { ctrlKey: true, code: 'KeyF' });
  await type(field(), text);
}

it('Ctrl F and / go to the field, and what is typed is found without case and accents', async () => {
  const { search, reading } = await launch();
  await press('/');
  expect(document.activeElement).toBe(field());
  expect(reading.following).toBe('yielded');
  await type(field(), 'FÓG');
  expect(counted()).toBe('1 of 2');
  expect(search.now && reading.lines.at(search.now.line).text).toContain('fog');
});

it('Enter and Shift Enter go from hit to hit, and past an end it is told', async () => {
  const { search, reading } = await launch();
  await find('fog');
  const first = search.now;
  await press('Enter');
  expect(counted()).toBe('2 of 2');
  expect(reading.shown).toMatchObject(search.now ?? {});
  await press('Enter', { shiftKey: true });
  expect(search.now).toEqual(first);
  await press('Enter', { shiftKey: true });
  expect(counted()).toBe('2 of 2');
  expect(screen.getByText('That was the first one; this is the last.')).toBeTruthy();
  await press('Enter');
  expect(screen.getByText('That was the last one; this is the first.')).toBeTruthy();
});

it('whole words and expressions can be asked for, and a wrong expression is explained', async () => {
  await launch();
  await find('log');
  const all = Number(counted()?.split(' ').at(-1));
  await click(button('Whole words'));
  expect(Number(counted()?.split(' ').at(-1))).toBeLessThan(all);
  await click(button('Regular expression'));
  await type(field(), '(fog');
  expect(screen.getByText(/^This is no regular expression/)).toBeTruthy();
  expect(field().getAttribute('aria-invalid')).toBe('true');
  await type(field(), 'fog|page');
  expect(field().getAttribute('aria-invalid')).toBe('false');
  expect(counted()).toMatch(/^1 of/);
});

it('a speaker is completed by the keys, and only their words are looked through', async () => {
  const { search, reading } = await launch();
  await find('speaker:to');
  expect(document.querySelector('search [role="option"]')?.textContent).toContain('Tomasz Okafor');
  await press('ArrowDown');
  await press('Enter');
  expect(search.typed).toBe('speaker:"Tomasz Okafor" ');
  await type(field(), `${search.typed}the`);
  const hits = search.hits;
  if (hits === null) throw new Error('Something is found.');
  const speakers = new Set(
    Array.from({ length: hits.total }, (_, i) => reading.lines.speakers[hits.listed[i * 3] ?? 0]),
  );
  expect([...speakers]).toEqual([1]);
});

it('Escape goes back to where one was: the focus, the view and the following', async () => {
  const { search, reading } = await launch();
  await press('ArrowDown');
  await press('ArrowDown');
  const line = document.activeElement;
  const goTo = vi.fn();
  reading.goTo = goTo;
  await find('fog');
  await press('Escape');
  expect(document.activeElement).toBe(line);
  expect(search.shown).toBe(false);
  expect(goTo).toHaveBeenCalledTimes(1);
  expect(reading.following).toBe('yielded');
  await press('f');
  await find('fog');
  await press('Escape');
  expect(reading.following).toBe('following');
});

it('Ctrl Enter hears the hit from its word on, and closing the search stays there', async () => {
  const { backend, search, reading } = await launch();
  await find('fog');
  const seek = vi.spyOn(backend, 'seek');
  const line = search.now?.line ?? -1;
  await press('Enter', { ctrlKey: true });
  await settled();
  const [at, play] = seek.mock.calls[0] ?? [];
  const section = reading.lines.section(line, null);
  expect(at).toBeGreaterThanOrEqual(section?.fromMs ?? Infinity);
  expect(at).toBeLessThan(section?.toMs ?? 0);
  expect(play).toBe(true);
  const goTo = vi.fn();
  reading.goTo = goTo;
  await press('Escape');
  expect(goTo).not.toHaveBeenCalled();
  expect(reading.following).toBe('following');
});

it('an older answer never comes after a newer one', async () => {
  const { backend, search } = await launch();
  const answers: ((hits: { total: number; listed: Uint32Array }) => void)[] = [];
  vi.spyOn(backend, 'search').mockImplementation(() => new Promise((answer) => answers.push(answer)));
  await find('f');
  await type(field(), 'fo');
  answers.at(-1)?.({ total: 2, listed: new Uint32Array([3, 0, 2, 4, 0, 2]) });
  await settled();
  answers[0]?.({ total: 9, listed: new Uint32Array([1, 0, 1]) });
  await settled();
  expect(search.hits?.total).toBe(2);
});

it('the number is that of all hits, also beyond those that can be stepped through', async () => {
  const { backend, search } = await launch();
  vi.spyOn(backend, 'search').mockResolvedValue({
    total: 250_000,
    listed: new Uint32Array([0, 0, 1, 2, 0, 1]),
  });
  await find('e');
  expect(counted()).toBe('1 of 250,000');
  await press('Enter');
  expect(search.at).toBe(1);
  expect(screen.getByText(/^Only the first 2 can be stepped through/)).toBeTruthy();
});

it('what the palette doesn’t know is looked for in the text', async () => {
  const { search } = await launch();
  await press('k', { ctrlKey: true, code: 'KeyK' });
  await type(document.querySelector('dialog[open] input') as HTMLElement, 'signal');
  await press('End');
  const options = document.querySelectorAll<HTMLElement>('dialog[open] [role="option"]');
  await click([...options].at(-1) as HTMLElement);
  expect(search.typed).toBe('signal');
  expect(counted()).toMatch(/^1 of/);
});
