// How it sounds, on the invented backend: speed, pauses, loops and the slow replay, by the panel and by keys.
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import App from './App.svelte';
import { FakeBackend, type FakeOptions } from './ipc/fake';
import { NIGHT_SHIFT_PATH } from './ipc/fake-episodes';
import { ANALYSIS, DIAGNOSTICS } from './ipc/fake-sound';
import { Session } from './state/session.svelte';
import { click, press, settled } from './testing/app';

async function launch(options: FakeOptions = {}) {
  const backend = new FakeBackend({ open: NIGHT_SHIFT_PATH, ...options });
  const session = new Session(backend);
  render(App, { session });
  await session.start();
  await settled();
  return backend;
}

const button = (name: string | RegExp) => screen.getByRole('button', { name });
const times = () => document.querySelector('.times')?.textContent?.replace(/\s+/g, ' ').trim();
/** Where the playhead stands, in seconds, as a screen reader is told. */
const second = () =>
  Number(screen.getByRole('slider', { name: 'Position' }).getAttribute('aria-valuenow')) / 1000;

/** So many gaps from now on. */
function gaps(backend: FakeBackend, underruns: number) {
  return vi.spyOn(backend, 'diagnostics').mockResolvedValue({ ...DIAGNOSTICS, underruns });
}

async function openPanel() {
  await click(button(/^Sound/));
  return within(screen.getByRole('dialog', { name: 'Sound' }));
}

async function pass(ms: number) {
  await vi.advanceTimersByTimeAsync(ms);
  await settled();
}

beforeEach(() => {
  vi.useFakeTimers({
    toFake: [
      'Date',
      'setTimeout',
      'clearTimeout',
      'setInterval',
      'clearInterval',
      'requestAnimationFrame',
      'cancelAnimationFrame',
    ],
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('the speed', () => {
  it('is set by keys, chips and single steps, within its limits', async () => {
    const backend = await launch();
    const setSpeed = vi.spyOn(backend, 'setSpeed');
    await press('.');
    await press('.');
    await press(',');
    const panel = await openPanel();
    await click(panel.getByRole('button', { name: '3 times' }));
    await click(panel.getByRole('button', { name: 'Slower' }));
    await click(panel.getByRole('button', { name: '1×, normal speed' }));
    expect(setSpeed.mock.calls).toEqual([[1.1], [1.2], [1.1], [3], [2.95], [1]]);
    const slider = panel.getByRole('slider', { name: 'Speed' });
    await fireEvent.keyDown(slider, { key: 'End' });
    await settled();
    expect(setSpeed).toHaveBeenLastCalledWith(3.5);
    expect(slider.getAttribute('aria-valuetext')).toBe('3.5 times');
    expect(panel.getByRole<HTMLButtonElement>('button', { name: 'Faster' }).disabled).toBe(true);
  });

  it('moves the position on faster, and says how long it takes to the end', async () => {
    await launch({ speed: 2 });
    expect(times()).toBe('0:00 / 3:46 · 1:53 left at 2×');
    await press(' ');
    await pass(3_020);
    expect(second()).toBe(6);
    await press(' ');
    await click(button(/^Sound, 2×/));
    await click(within(screen.getByRole('dialog')).getByRole('button', { name: '1×, normal speed' }));
    expect(times()).toBe('0:06 / 3:46 · 3:40 left');
  });

  it('panel closes with Escape and gives the focus back', async () => {
    await launch();
    button(/^Sound/).focus();
    await openPanel();
    await press('Escape');
    await pass(50);
    expect(screen.queryByRole('dialog', { name: 'Sound' })).toBeNull();
    expect(document.activeElement).toBe(button(/^Sound/));
  });
});

it('pauses are shortened in three strengths, and what that saved is told', async () => {
  const backend = await launch();
  const setTrim = vi.spyOn(backend, 'setTrim');
  const panel = await openPanel();
  const choice = (name: string) => panel.getByRole('button', { name });
  expect(choice('Off').getAttribute('aria-pressed')).toBe('true');
  expect(screen.queryByText(/^saved/)).toBeNull();
  await click(choice('Medium'));
  expect(choice('Medium').getAttribute('aria-pressed')).toBe('true');
  expect(screen.getByText('saved 3:12')).toBeTruthy();
  await click(choice('Off'));
  expect(setTrim.mock.calls).toEqual([['medium'], [null]]);
});

describe('a loop', () => {
  it('is set by its two ends, goes round, and is left by its chip', async () => {
    await launch();
    await press(' ');
    await pass(2_020);
    await press('[');
    expect(button(/^Loop from 0:02/)).toBeTruthy();
    await pass(3_020);
    await press(']');
    expect(button(/^Loop 0:02–0:05/)).toBeTruthy();
    for (let round = 0; round < 8; round++) {
      await pass(1_300);
      expect(second()).toBeGreaterThanOrEqual(2);
      expect(second()).toBeLessThan(5);
    }
    await click(button(/^Loop 0:02–0:05/));
    await pass(4_000);
    expect(second()).toBeGreaterThanOrEqual(5);
    expect(screen.queryByRole('button', { name: /^Loop 0/ })).toBeNull();
  });

  it('whose beginning is forgotten isn’t set by an end, which says so', async () => {
    const backend = await launch();
    const setLoop = vi.spyOn(backend, 'setLoop');
    await press('[');
    await click(button(/^Loop from 0:00/));
    await press(']');
    expect(setLoop).not.toHaveBeenCalled();
    expect(screen.getByText(/^A loop needs a beginning/)).toBeTruthy();
  });

  it('of a line is set and left by the same key', async () => {
    const backend = await launch();
    const setLoop = vi.spyOn(backend, 'setLoop');
    for (const key of ['ArrowDown', 'ArrowDown']) await press(key);
    await press('L', { shiftKey: true });
    await press('L', { shiftKey: true });
    expect(setLoop.mock.calls).toEqual([[{ fromMs: 14_000, toMs: 18_000 }], [null]]);
  });
});

it('the line that is heard is replayed slowly, and then goes on at the speed that is set', async () => {
  const backend = await launch({ speed: 1.5 });
  const replay = vi.spyOn(backend, 'replay');
  await press('R', { shiftKey: true });
  expect(replay).toHaveBeenCalledExactlyOnceWith(0, 7_000, 0.7);
  await pass(5_000);
  expect(second()).toBe(3);
  await pass(5_000);
  expect(second()).toBe(7);
  await pass(4_000);
  expect(second()).toBe(13);
});

it('the volume has its mark at what was recorded', async () => {
  const backend = await launch();
  const setVolume = vi.spyOn(backend, 'setVolume');
  const [volume] = screen.getAllByRole('slider', { name: 'Volume' });
  if (!volume) throw new Error('There is no volume.');
  for (const key of ['ArrowRight', 'End', 'Home']) await fireEvent.keyDown(volume, { key });
  expect(setVolume.mock.calls.map(([to]) => Math.round(to * 100))).toEqual([85, 200, 0]);
});

it('voices are evened out and another output is chosen in the panel', async () => {
  const backend = await launch();
  const [setEven, setOutput] = [vi.spyOn(backend, 'setEven'), vi.spyOn(backend, 'setOutput')];
  const panel = await openPanel();
  await click(panel.getByRole('switch', { name: 'Even out voices' }));
  expect(setEven).toHaveBeenCalledExactlyOnceWith(true);
  const outputs = panel.getByRole<HTMLSelectElement>('combobox', { name: 'Output' });
  expect([...outputs.options].map(({ text }) => text)).toEqual([
    'System default: Loudspeaker on the desk',
    'Loudspeaker on the desk',
    'Headphones',
  ]);
  for (const choice of [2, 0]) {
    outputs.selectedIndex = choice;
    await fireEvent.change(outputs);
    await settled();
  }
  expect(setOutput.mock.calls).toEqual([['ears'], [null]]);
});

it('evening out says how far the sound is measured, and then what it does', async () => {
  const backend = await launch({ analysis: { stage: 'measuring', share: 0.4 } });
  const analyse = vi.spyOn(backend, 'analyse');
  expect(analyse, 'the episode is on the screen first').not.toHaveBeenCalled();
  await pass(100);
  expect(analyse).toHaveBeenCalledExactlyOnceWith(1);
  const panel = await openPanel();
  const told = () => panel.queryByRole('status')?.textContent;
  expect(told()).toBeUndefined();
  await click(panel.getByRole('switch', { name: 'Even out voices' }));
  expect(told()).toBe('Measuring the loudness… 40 %');
  backend.emit({ kind: 'analysis', episode: 7, analysis: ANALYSIS });
  await settled();
  expect(told(), 'another episode’s is stale').toBe('Measuring the loudness… 40 %');
  backend.emit({ kind: 'analysis', episode: 1, analysis: ANALYSIS });
  await settled();
  expect(told()).toBe('Rosa Lindqvist +3 dB, Tomasz Okafor −2 dB, Ines Marchetti 0 dB');
});

it('the keys go on doing what they do while the panel has the focus', async () => {
  const backend = await launch();
  const [play, seek] = [vi.spyOn(backend, 'play'), vi.spyOn(backend, 'seek')];
  button(/^Sound/).focus();
  const panel = await openPanel();
  // The panel is laid out nowhere here, and so not seen.
  const hidden = { hidden: true };
  await pass(50);
  expect(document.activeElement?.getAttribute('role')).toBe('dialog');
  await press(' ');
  expect(play).toHaveBeenCalledTimes(1);
  panel.getByRole('switch', hidden).focus();
  await press('ArrowRight');
  expect(seek).toHaveBeenCalledTimes(1);
  await press(' ');
  panel.getAllByRole('slider', hidden)[0]?.focus();
  await press('ArrowRight');
  expect([play.mock.calls.length, seek.mock.calls.length], 'what uses a key itself keeps it').toEqual([1, 1]);
});

it('the diagnostics tell where files were joined and damaged, and lead there', async () => {
  const backend = await launch();
  const seek = vi.spyOn(backend, 'seek');
  await pass(100);
  await fireEvent.keyDown(button('More'), { key: 'Enter' });
  await settled();
  await click(screen.getByRole('menuitem', { name: 'Sound diagnostics…' }));
  const sheet = within(screen.getByRole('dialog'));
  expect(sheet.getByText('−18.3 LUFS', { exact: false })).toBeTruthy();
  const told = within(sheet.getByRole('region', { name: 'In the file' })).getAllByRole('listitem');
  expect(told.map((one) => one.textContent?.replace(/\s+/g, ' ').trim().slice(0, 23))).toEqual([
    '1:24 Another file was j',
    '2:21 The file is damage',
  ]);
  await click(sheet.getByRole('button', { name: '2:21' }));
  expect(seek).toHaveBeenCalledExactlyOnceWith(141_000, false);
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('an output that was chosen and is unplugged is still named in the panel', async () => {
  const backend = await launch();
  await backend.setOutput('a drum');
  const panel = await openPanel();
  const outputs = panel.getByRole<HTMLSelectElement>('combobox', { name: 'Output' });
  expect(outputs.selectedOptions[0]?.text).toBe('A device that isn’t there now');
});

describe('gaps in the sound', () => {
  it('are counted in a table that is asked for anew while it is open, and only then', async () => {
    const backend = await launch();
    const diagnostics = gaps(backend, 0);
    await pass(20_000);
    expect(diagnostics).not.toHaveBeenCalled();
    await fireEvent.keyDown(button('More'), { key: 'Enter' });
    await settled();
    await click(screen.getByRole('menuitem', { name: 'Sound diagnostics…' }));
    const dialog = screen.getByRole('dialog');
    expect(dialog.textContent).toMatch(/Gaps in the sound\s*none/);
    expect(dialog.textContent).toContain('48,000 Hz');
    gaps(backend, 4);
    await pass(1_000);
    expect(dialog.textContent).toMatch(/Gaps in the sound\s*4/);
    await click(within(dialog).getByRole('button', { name: 'Close' }));
    const asked = diagnostics.mock.calls.length;
    await pass(20_000);
    expect(diagnostics.mock.calls.length).toBe(asked);
  });

  it('are told of once, when they grow while it plays', async () => {
    const backend = await launch();
    const notices = () => screen.queryAllByText(/^The sound has gaps/);
    await press(' ');
    await pass(6_000);
    gaps(backend, 2);
    await pass(6_000);
    expect(notices()).toEqual([]);
    gaps(backend, 5);
    await pass(6_000);
    expect(notices().length).toBe(1);
    await click(button('Dismiss this message'));
    gaps(backend, 50);
    await pass(12_000);
    expect(notices()).toEqual([]);
  });
});
