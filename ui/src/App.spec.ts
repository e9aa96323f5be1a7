// The whole interface on the invented backend: open, read, click, follow, and what a screen reader gets.
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import App from './App.svelte';
import { FakeBackend, type FakeOptions } from './ipc/fake';
import { COVER, longEpisode, NIGHT_SHIFT_PATH } from './ipc/fake-episodes';
import { Session } from './state/session.svelte';
import { click, press, settled } from './testing/app';
import { ROW_HEIGHT, VIEW_HEIGHT } from './testing/setup';

let backend: FakeBackend;

async function launch(options: FakeOptions = {}) {
  backend = new FakeBackend({
    also: { long: () => ({ kind: 'episode', episode: longEpisode(500) }) },
    ...options,
  });
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
const litLines = () =>
  [...document.querySelectorAll<HTMLElement>('[aria-current]')].map((one) => one.dataset.line);
const scroller = () => screen.getByTestId('transcript');
const pill = () => screen.queryByRole('button', { name: /^Back to \d/ });
async function seekTo(positionMs: number) {
  const generation = await backend.seek(positionMs, false);
  expect(generation).toBeGreaterThan(0);
  await settled();
}

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['Date', 'setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'],
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('opening', () => {
  it('starts with what can be opened, and opens a recent episode', async () => {
    await launch();
    expect(screen.getByRole('button', { name: /Open a folder/ })).toBeTruthy();
    await click(screen.getByRole('button', { name: /^Tending the night shift/ }));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Tending the night shift');
    expect(line(0).querySelector('p')?.textContent).toMatch(/^Good evening\./);
  });

  it('tells of each recent episode how far it was heard, and what was said there', async () => {
    await launch();
    const [heard, never] = screen.getAllByRole('listitem');
    expect(heard?.textContent).toContain('“So take us to the year of the long fog.');
    expect(heard?.textContent).toContain('1:24, 2 min left');
    await waitFor(() => expect(heard?.querySelector('img')?.src).toBe(COVER));
    expect(never?.textContent?.trim()).toBe('Field notes, the first season field-notes');
    expect(never?.querySelector('img')).toBeNull();
  });

  it('opens what the command line asked for', async () => {
    await launch({ open: NIGHT_SHIFT_PATH });
    expect(scroller()).toBeTruthy();
  });

  it('opens what is dropped on the window', async () => {
    await launch();
    backend.emit({ kind: 'dragging', over: true });
    await settled();
    expect(screen.getByText('Drop it to open it')).toBeTruthy();
    backend.emit({ kind: 'openRequested', path: NIGHT_SHIFT_PATH });
    await waitFor(() => expect(scroller()).toBeTruthy());
    expect(screen.queryByText('Drop it to open it')).toBeNull();
  });

  it('opens a folder with Ctrl+O, and nothing when the dialog is cancelled', async () => {
    await launch();
    const pick = vi.spyOn(backend, 'pick').mockResolvedValueOnce(null);
    await press('o', { ctrlKey: true });
    expect(pick).toHaveBeenCalledWith('folder');
    expect(screen.queryByTestId('transcript')).toBeNull();
    await press('o', { ctrlKey: true });
    await waitFor(() => expect(scroller()).toBeTruthy());
  });

  it('asks which of several episodes is meant', async () => {
    await launch({ open: '/pairs' });
    const openPair = vi.spyOn(backend, 'openPair');
    await click(screen.getByRole('button', { name: /^13 A map of small sounds/ }));
    expect(openPair).toHaveBeenCalledWith('/pairs/13 A map of small sounds.mp3', null);
  });

  it('says what went wrong, keeps the screen, and can be told that it was read', async () => {
    await launch({ open: '/nowhere' });
    expect(screen.getByRole('alert').textContent).toContain('There is nothing to open in “/nowhere”');
    await click(screen.getByRole('button', { name: 'Dismiss this message' }));
    expect(screen.getByRole('alert').textContent?.trim()).toBe('');
    expect(screen.getByRole('button', { name: /Open a folder/ })).toBeTruthy();
  });

  it('shows the episode asked for last when an earlier one answers late', async () => {
    const session = await launch();
    const open = backend.open.bind(backend);
    vi.spyOn(backend, 'open').mockImplementation(async (path) => {
      if (path === 'long') await new Promise((resolve) => setTimeout(resolve, 50));
      return open(path);
    });
    const late = session.open('long');
    await session.open(NIGHT_SHIFT_PATH);
    await vi.advanceTimersByTimeAsync(100);
    await late;
    expect(line(0).getAttribute('aria-setsize')).toBe('31');
  });
});

describe('the lines', () => {
  it('carry their number, their start, their place among all, and their speaker where it changes', async () => {
    await launch({ open: NIGHT_SHIFT_PATH });
    expect(line(1).dataset.startMs).toBe('7000');
    expect(line(1).getAttribute('role')).toBe('listitem');
    expect(line(1).getAttribute('aria-posinset')).toBe('2');
    expect(line(1).getAttribute('aria-setsize')).toBe('31');
    expect(line(1).querySelector('time')?.textContent).toContain('7 seconds');
    expect(within(line(1)).queryByText('Rosa Lindqvist')).toBeNull();
    expect(within(line(2)).getByText('Tomasz Okafor')).toBeTruthy();
    expect(line(1).querySelector('strong')?.textContent).toBe('Tomasz Okafor');
  });

  it('only those near the view exist, however many there are', async () => {
    await launch({ open: 'long' });
    const count = document.querySelectorAll('[data-line]').length;
    expect(count).toBeGreaterThanOrEqual(VIEW_HEIGHT / ROW_HEIGHT);
    expect(count).toBeLessThan(60);
  });

  it('say when their time is only worked out', async () => {
    await launch({ open: NIGHT_SHIFT_PATH });
    expect(line(8).querySelector('time')?.textContent).toContain('about 52 seconds');
  });

  it('hold a transcript’s markup as text', async () => {
    await launch({
      open: 'markup',
      also: {
        markup: () => {
          const episode = longEpisode(1);
          const text = '<b>bold</b> & <img src=x>';
          if (episode.transcript) Object.assign(episode.transcript.lines, { text, textEnds: [text.length] });
          return { kind: 'episode', episode };
        },
      },
    });
    expect(line(0).querySelector('p')?.textContent).toBe('<b>bold</b> & <img src=x>');
    expect(line(0).querySelector('img, b')).toBeNull();
  });
});

describe('a click on a line', () => {
  it('lights it at once and hears it from its start', async () => {
    await launch({ open: NIGHT_SHIFT_PATH });
    const seek = vi.spyOn(backend, 'seek').mockReturnValue(new Promise(() => undefined));
    await click(line(2));
    expect(seek).toHaveBeenCalledExactlyOnceWith(14_000, true);
    expect(litLines()).toEqual(['2']);
  });

  it('stays paused where the person set it so', async () => {
    const session = await launch({ open: NIGHT_SHIFT_PATH });
    session.change({ clickPlays: false });
    await settled();
    const seek = vi.spyOn(backend, 'seek');
    await click(line(2));
    expect(seek).toHaveBeenCalledWith(14_000, false);
    expect(screen.getByRole('button', { name: 'Play' })).toBeTruthy();
    expect(litLines()).toEqual(['2']);
  });

  it('does nothing on a line without a time', async () => {
    await launch({ open: NIGHT_SHIFT_PATH });
    const seek = vi.spyOn(backend, 'seek');
    await seekTo(150_000);
    seek.mockClear();
    await click(line(20));
    expect(line(20).dataset.startMs).toBeUndefined();
    expect(line(20).title).toContain('no time');
    expect(seek).not.toHaveBeenCalled();
  });

  it('is none at the end of a drag or with text selected', async () => {
    await launch({ open: NIGHT_SHIFT_PATH });
    const seek = vi.spyOn(backend, 'seek');
    await fireEvent.pointerDown(line(3), { clientX: 10, clientY: 10 });
    await click(line(3), { detail: 1, clientX: 60, clientY: 10 });
    expect(seek).not.toHaveBeenCalled();

    getSelection()?.selectAllChildren(line(3));
    await fireEvent.pointerDown(line(3), { clientX: 10, clientY: 10 });
    await click(line(3), { detail: 1, clientX: 10, clientY: 10 });
    expect(seek).not.toHaveBeenCalled();

    // That click takes the selection away; the next one is heard.
    getSelection()?.removeAllRanges();
    await fireEvent.pointerDown(line(3), { clientX: 10, clientY: 10 });
    await click(line(3), { detail: 1, clientX: 10, clientY: 10, shiftKey: true });
    expect(seek).not.toHaveBeenCalled();
    await click(line(3), { detail: 1, clientX: 10, clientY: 10 });
    expect(seek).toHaveBeenCalledTimes(1);
  });

  it('that the backend refuses says why and puts the light back', async () => {
    await launch({ open: NIGHT_SHIFT_PATH });
    vi.spyOn(backend, 'seek').mockRejectedValue({ message: 'The audio could not be read there.' });
    await click(line(2));
    expect(screen.getByRole('alert').textContent).toContain('The audio could not be read there.');
    expect(litLines()).toEqual(['0']);
  });
});

describe('the light', () => {
  it('walks with the sound and is only ever on one line', async () => {
    await launch({ open: NIGHT_SHIFT_PATH });
    await backend.play();
    await vi.advanceTimersByTimeAsync(8_000);
    await settled();
    expect(litLines()).toEqual(['1']);
    await vi.advanceTimersByTimeAsync(7_000);
    await settled();
    expect(litLines()).toEqual(['2']);
  });

  it('moves with a seek while paused', async () => {
    await launch({ open: NIGHT_SHIFT_PATH });
    await seekTo(52_400);
    expect(litLines()).toEqual(['7']);
    await seekTo(52_500);
    expect(litLines()).toEqual(['8']);
  });

  it('changes two rows and no other', async () => {
    await launch({ open: 'long' });
    await seekTo(4_000);
    const changed = new Set<Node>();
    const watcher = new MutationObserver((records) => records.forEach(({ target }) => changed.add(target)));
    watcher.observe(scroller(), {
      subtree: true,
      attributes: true,
      attributeFilter: ['class', 'aria-current'],
    });
    await seekTo(6_000);
    await Promise.resolve();
    watcher.disconnect();
    expect([...changed]).toEqual(expect.arrayContaining([line(2), line(3)]));
    expect(changed.size).toBe(2);
  });

  it('asks for no frame while nothing advances', async () => {
    await launch({ open: NIGHT_SHIFT_PATH });
    const frames = vi.spyOn(globalThis, 'requestAnimationFrame');
    await seekTo(30_000);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(frames).not.toHaveBeenCalled();
    await backend.play();
    await vi.advanceTimersByTimeAsync(200);
    expect(frames.mock.calls.length).toBeGreaterThan(5);
    await backend.pause();
    frames.mockClear();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(frames.mock.calls.length).toBeLessThanOrEqual(1);
  });
});

describe('following', () => {
  it('brings the lit line into view when it changes', async () => {
    await launch({ open: 'long' });
    await seekTo(400_000);
    expect(litLines()).toEqual(['200']);
    expect(scroller().scrollTop).toBeGreaterThan(200 * ROW_HEIGHT - VIEW_HEIGHT);
    expect(pill()).toBeNull();
  });

  it('yields to the wheel until the person comes back by the pill', async () => {
    await launch({ open: 'long' });
    await seekTo(400_000);
    await vi.advanceTimersByTimeAsync(500);
    await fireEvent.wheel(scroller(), { deltaY: -300 });
    scroller().scrollTo({ top: 0 });
    await settled();
    await seekTo(440_000);
    expect(scroller().scrollTop).toBe(0);
    const back = pill();
    expect(back?.textContent?.trim()).toBe('Back to 7:20');
    if (back) await click(back);
    expect(scroller().scrollTop).toBeGreaterThan(220 * ROW_HEIGHT - VIEW_HEIGHT);
    expect(pill()).toBeNull();
  });

  it('yields to Page Down too, and F resumes', async () => {
    await launch({ open: 'long' });
    await seekTo(400_000);
    await fireEvent.keyDown(scroller(), { key: 'PageDown' });
    await settled();
    expect(pill()).not.toBeNull();
    await press('f');
    expect(pill()).toBeNull();
  });

  it('resumes when a line is chosen', async () => {
    await launch({ open: 'long' });
    await fireEvent.wheel(scroller(), { deltaY: 300 });
    await click(line(5));
    expect(pill()).toBeNull();
  });
});

describe('the keys', () => {
  it.each([
    ['ArrowRight', {}, 65_000],
    ['ArrowLeft', {}, 55_000],
    ['ArrowRight', { ctrlKey: true }, 73_000],
    ['ArrowLeft', { ctrlKey: true }, 52_500],
    ['ArrowRight', { altKey: true }, 73_000],
    ['ArrowLeft', { altKey: true }, 52_500],
    ['l', {}, 70_000],
    ['j', {}, 50_000],
  ])('%s %o goes to %d ms', async (key, init, expected) => {
    await launch({ open: NIGHT_SHIFT_PATH });
    await seekTo(60_000);
    const seek = vi.spyOn(backend, 'seek');
    await press(key, init);
    expect(seek).toHaveBeenCalledExactlyOnceWith(expected, false);
  });

  it('Space plays and pauses, but not when a button has the focus', async () => {
    await launch({ open: NIGHT_SHIFT_PATH });
    await press(' ');
    expect(screen.getByRole('button', { name: 'Pause' })).toBeTruthy();
    await press(' ');
    expect(screen.getByRole('button', { name: 'Play' })).toBeTruthy();
    screen.getByRole('button', { name: 'Forward 10 seconds' }).focus();
    await press(' ');
    expect(screen.getByRole('button', { name: 'Play' })).toBeTruthy();
  });

  it('↑ and ↓ walk the lines, of which Tab reaches one, and Enter hears it', async () => {
    await launch({ open: NIGHT_SHIFT_PATH });
    await press('ArrowDown');
    await press('ArrowDown');
    await press('ArrowDown');
    await press('ArrowUp');
    expect(document.activeElement).toBe(line(2));
    expect(document.querySelectorAll('[data-line][tabindex="0"]').length).toBe(1);
    const seek = vi.spyOn(backend, 'seek');
    await press('Enter');
    expect(seek).toHaveBeenCalledExactlyOnceWith(14_000, true);
  });

  it('the arrows are the slider’s while it has the focus', async () => {
    await launch({ open: NIGHT_SHIFT_PATH });
    const slider = screen.getByRole('slider', { name: 'Position' });
    slider.focus();
    const seek = vi.spyOn(backend, 'seek');
    await press('ArrowRight');
    expect(seek).toHaveBeenCalledExactlyOnceWith(5_000, false);
    expect(slider.getAttribute('aria-valuetext')).toBe('5 seconds of 3 minutes 46 seconds');
  });
});

describe('the player bar', () => {
  it('skips ten seconds either way and stays within the audio', async () => {
    await launch({ open: NIGHT_SHIFT_PATH });
    const seek = vi.spyOn(backend, 'seek');
    await click(screen.getByRole('button', { name: 'Forward 10 seconds' }));
    await click(screen.getByRole('button', { name: 'Back 10 seconds' }));
    await click(screen.getByRole('button', { name: 'Back 10 seconds' }));
    expect(seek.mock.calls.map(([to]) => to)).toEqual([10_000, 0, 0]);
  });

  it('mutes and comes back to the volume before', async () => {
    await launch({ open: NIGHT_SHIFT_PATH });
    const setVolume = vi.spyOn(backend, 'setVolume');
    await click(screen.getByRole('button', { name: 'Mute' }));
    await click(screen.getByRole('button', { name: 'Unmute' }));
    expect(setVolume.mock.calls).toEqual([[0], [0.8]]);
  });

  it('says in its place that there is no sound device, and tries again', async () => {
    await launch({
      open: NIGHT_SHIFT_PATH,
      device: { state: 'missing', message: 'No sound device was found.' },
    });
    expect(screen.getByText('No sound device was found.')).toBeTruthy();
    const play = vi.spyOn(backend, 'play');
    await click(screen.getByRole('button', { name: 'Try again' }));
    expect(play).toHaveBeenCalledTimes(1);
  });

  it('asks how the player is when the window comes back', async () => {
    await launch({ open: NIGHT_SHIFT_PATH });
    const player = vi.spyOn(backend, 'player');
    document.dispatchEvent(new Event('visibilitychange'));
    expect(player).toHaveBeenCalledTimes(1);
  });
});

describe('half a pair', () => {
  it('a transcript without audio reads, hears nothing, and asks for the audio', async () => {
    await launch({ open: '/silent' });
    const [seek, openPair] = [vi.spyOn(backend, 'seek'), vi.spyOn(backend, 'openPair')];
    await click(line(2));
    expect(seek).not.toHaveBeenCalled();
    expect(litLines()).toEqual([]);
    expect(screen.getByText('No audio beside this transcript.')).toBeTruthy();
    await click(screen.getByRole('button', { name: 'Choose a file…' }));
    expect(openPair).toHaveBeenCalledWith(`${NIGHT_SHIFT_PATH}/audio`, `${NIGHT_SHIFT_PATH}/transcript.md`);
  });

  it('audio without a transcript plays, and asks for the transcript', async () => {
    await launch({ open: '/wordless' });
    expect(screen.getByText('No transcript beside this audio.')).toBeTruthy();
    await press(' ');
    expect(screen.getByRole('button', { name: 'Pause' })).toBeTruthy();
  });
});

describe('a key point', () => {
  /** In the panel, and above the first line where there is a text. */
  const points = (name: RegExp) => screen.getAllByRole('button', { name });
  const point = (name: RegExp) => points(name)[0] as HTMLElement;

  it('is heard with or without a transcript, and says when it is being talked about', async () => {
    for (const open of [NIGHT_SHIFT_PATH, '/wordless']) {
      await launch({ open });
      const seek = vi.spyOn(backend, 'seek');
      await click(point(/The year that the fog signal failed/));
      expect(seek).toHaveBeenCalledExactlyOnceWith(84_000, true);
      expect(points(/The year.*being talked about now/).length).toBe(open === '/wordless' ? 1 : 2);
      expect(screen.getByRole('button', { name: 'Pause' })).toBeTruthy();
      cleanup();
    }
  });

  it('starts nothing where a person has chosen that a click doesn’t', async () => {
    const session = await launch({ open: '/wordless' });
    session.change({ clickPlays: false });
    const seek = vi.spyOn(backend, 'seek');
    await click(point(/Why lighthouses/));
    expect(seek).toHaveBeenCalledExactlyOnceWith(20_000, false);
  });

  it('shows its line where there is no audio', async () => {
    const session = await launch({ open: '/silent' });
    const seek = vi.spyOn(backend, 'seek');
    await click(point(/The year that the fog signal failed/));
    const reading = session.screen.kind === 'episode' ? session.screen.reading : null;
    const shown = reading?.shown?.line ?? -1;
    expect(reading?.lines.startMs(shown)).toBeLessThanOrEqual(84_000);
    expect(reading?.lines.startMs(shown + 1)).toBeGreaterThan(84_000);
    expect(seek).not.toHaveBeenCalled();
  });
});

it('a problem that arrives is told once, however often it comes', async () => {
  await launch({ open: NIGHT_SHIFT_PATH });
  backend.emit({ kind: 'problem', message: 'The disk is full.' });
  backend.emit({ kind: 'problem', message: 'The disk is full.' });
  await settled();
  expect(screen.getAllByText('The disk is full.').length).toBe(1);
});
