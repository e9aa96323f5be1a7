// The settings in the window: each holds at once, and is kept.
import { render, screen, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import App from './App.svelte';
import { FakeBackend } from './ipc/fake';
import { NIGHT_SHIFT_PATH } from './ipc/fake-episodes';
import type { Settings } from './ipc/bindings';
import { Session } from './state/session.svelte';
import { click, press, settled } from './testing/app';

let backend: FakeBackend;

async function launch(settings: Partial<Settings> = {}) {
  backend = new FakeBackend({ open: NIGHT_SHIFT_PATH, settings });
  const session = new Session(backend);
  render(App, { session });
  await session.start();
  await settled();
  return session;
}

const sheet = () => within(screen.getByRole('dialog', { name: /^(Settings|Einstellungen)$/ }));
const transcript = () => screen.getByTestId('transcript');
const line = (index: number) => transcript().querySelector<HTMLElement>(`[data-line="${index}"]`);

afterEach(() => vi.restoreAllMocks());

describe('a choice in the sheet', () => {
  it.each<[string, string, Partial<Settings>, () => unknown, unknown]>([
    ['Dark', 'radio', { theme: 'dark' }, () => document.documentElement.dataset.theme, 'dark'],
    [
      'Wide',
      'radio',
      { lineSpacing: 'wide' },
      () => transcript().style.getPropertyValue('--text-leading'),
      '1.85',
    ],
    [
      'Plain',
      'radio',
      { face: 'sans' },
      () => transcript().style.getPropertyValue('--text-face'),
      'var(--app-face)',
    ],
    [
      'Larger text (Ctrl +)',
      'button',
      { textSize: 110 },
      () => transcript().style.getPropertyValue('--text-scale'),
      '1.1',
    ],
    ['Deutsch', 'radio', { locale: 'de' }, () => document.documentElement.lang, 'de'],
    ['1 s before', 'radio', { preRollS: 1 }, () => null, null],
    ['The line', 'radio', { clickTarget: 'line' }, () => transcript().classList.contains('by-line'), true],
  ])('%s holds at once and is kept', async (name, role, chosen, seen, expected) => {
    await launch();
    const save = vi.spyOn(backend, 'saveSettings');
    await press(',', { ctrlKey: true });
    await click(sheet().getByRole(role, { name }));
    expect(save).toHaveBeenCalledExactlyOnceWith(expect.objectContaining(chosen));
    expect(seen()).toBe(expected);
  });

  it('speaks the language that is chosen, everywhere and to and fro', async () => {
    const session = await launch({ locale: 'de' });
    expect(screen.getByRole('button', { name: 'Abspielen' })).toBeTruthy();
    expect(line(1)?.querySelector('time')?.textContent).toContain('7 Sekunden');
    expect(screen.getByText(/Rosa Lindqvist, Tomasz Okafor und Ines Marchetti/)).toBeTruthy();
    session.change({ locale: 'en' });
    await settled();
    expect(screen.getByRole('button', { name: 'Play' })).toBeTruthy();
    expect(screen.getByText(/Rosa Lindqvist, Tomasz Okafor and Ines Marchetti/)).toBeTruthy();
  });

  it('turns letters and signs off as keys, and leaves the others', async () => {
    await launch({ characterKeys: false });
    const pause = vi.spyOn(backend, 'play');
    await press('k');
    expect(pause).not.toHaveBeenCalled();
    await press(' ');
    expect(pause).toHaveBeenCalledTimes(1);
  });

  it('lets an episode begin without following', async () => {
    await launch({ follows: false });
    expect(screen.getByRole('button', { name: 'Follow what is heard', pressed: false })).toBeTruthy();
  });
});

describe('a pre-roll', () => {
  it('lets a clicked line and a clicked key point begin a little before', async () => {
    await launch({ preRollS: 2 });
    const seek = vi.spyOn(backend, 'seek');
    for (const index of [0, 2]) {
      const clicked = line(index);
      if (clicked) await click(clicked);
    }
    // In the panel, and on its card above the text.
    const points = screen.getAllByRole('button', { name: /The year that the fog signal failed/ });
    for (const point of points) await click(point);
    expect(seek.mock.calls.map(([to]) => to)).toEqual([0, 12_000, 82_000, 82_000]);
  });

  it('is none for the keys that go from line to line', async () => {
    await launch({ preRollS: 2 });
    const seek = vi.spyOn(backend, 'seek');
    await press('ArrowRight', { ctrlKey: true });
    expect(seek).toHaveBeenCalledExactlyOnceWith(7_000, false);
  });
});

it('the keys make the text larger, smaller and as large as usual', async () => {
  const session = await launch();
  const sizes = [];
  for (const key of ['+', '+', '-', '0']) {
    await press(key, { ctrlKey: true });
    sizes.push(session.settings.textSize);
  }
  expect(sizes).toEqual([110, 125, 110, 100]);
});
