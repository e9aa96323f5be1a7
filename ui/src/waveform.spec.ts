// The waveform on the invented backend: what is drawn when, what is asked for, and what the pointer and the keys do.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import App from './App.svelte';
import { FakeBackend, type FakeOptions } from './ipc/fake';
import { longEpisode, NIGHT_SHIFT_PATH } from './ipc/fake-episodes';
import { ANALYSIS } from './ipc/fake-sound';
import { Session } from './state/session.svelte';
import { click, press, settled } from './testing/app';

/** What the tests' document says the waveform measures. */
const WIDTH = 800;
const DURATION_MS = 226_400;

/** Every bar that was drawn, by its colour. */
let bars: string[];
/** How often a tile was begun. */
let draws: number;

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['Date', 'setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'],
  });
  bars = [];
  draws = 0;
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation((() => {
    draws++;
    return {
      fillStyle: '',
      fillRect() {
        bars.push(this.fillStyle);
      },
    };
  }) as unknown as HTMLCanvasElement['getContext']);
  const style = getComputedStyle;
  vi.spyOn(window, 'getComputedStyle').mockImplementation((element) =>
    // What no stylesheet says here: a colour for each class.
    element.parentElement?.hidden ? ({ color: element.className } as CSSStyleDeclaration) : style(element),
  );
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue({
    left: 0,
    width: WIDTH,
  } as DOMRect);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function launch(options: FakeOptions = {}) {
  const backend = new FakeBackend({
    open: NIGHT_SHIFT_PATH,
    also: { long: () => ({ kind: 'episode', episode: longEpisode(18_000) }) },
    ...options,
  });
  const peaks = vi.spyOn(backend, 'peaks');
  const session = new Session(backend);
  render(App, { session });
  await session.start();
  await settled();
  return { backend, peaks, session };
}

async function pass(ms: number) {
  await vi.advanceTimersByTimeAsync(ms);
  await settled();
}

const slider = () => screen.getByRole('slider', { name: 'Position' });
const second = () => Number(slider().getAttribute('aria-valuenow')) / 1000;
const tiles = () => slider().querySelectorAll('canvas').length;
const tip = () => slider().querySelector('.tip')?.textContent?.replace(/\s+/g, ' ').trim();
const overview = () => slider().querySelector('.all');
/** The middle of the place where a time lies, as long as all is seen. */
const xOf = (ms: number) => (WIDTH * ms) / DURATION_MS;

async function point(kind: 'Down' | 'Move' | 'Up', clientX: number) {
  await fireEvent[`pointer${kind}`](slider(), { clientX, button: 0, pointerType: 'mouse' });
  await settled();
}

async function wheel(init: WheelEventInit) {
  const going = await fireEvent.wheel(slider(), init);
  await settled();
  return going;
}

describe('what is drawn', () => {
  it('is as many tiles as the width needs, in the colours of those who talk', async () => {
    await launch();
    await pass(100);
    expect(tiles()).toBe(4);
    // The first minute of three and a half, in which three people talk.
    const colours = bars
      .slice(-4 * 80)
      .slice(0, 80)
      .map((colour) => colour.split(' ')[0]);
    expect(colours[0]).toBe('hue-1');
    // A bar lasts 0.85 s; the second speaker has from 14 s to 18 s.
    expect(
      colours
        .slice(15, 22)
        .map((colour) => colour?.at(-1))
        .join(''),
    ).toBe('1222221');
    expect(new Set(colours)).toEqual(new Set(['hue-1', 'hue-2', 'hue-3']));
  });

  it('stays as it is while the sound plays: only the playhead and what was heard move', async () => {
    const { backend, peaks } = await launch();
    await pass(1_000);
    const before = { draws, asked: peaks.mock.calls.length };
    expect(before.draws).toBeGreaterThan(0);
    const moved = new Set<Element>();
    const watcher = new MutationObserver((records) => {
      for (const { target } of records) if (target instanceof Element) moved.add(target);
    });
    watcher.observe(slider(), {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['style', 'class'],
    });
    await backend.play();
    await pass(5_000);
    watcher.disconnect();
    expect(second()).toBeGreaterThanOrEqual(4);
    expect({ draws, asked: peaks.mock.calls.length }).toEqual(before);
    const classes = [...moved].map(({ classList }) => classList[0]).sort();
    // Following the text also changes which lines are on the screen.
    expect(classes.filter((name) => name !== 'read')).toEqual(['carrier', 'played']);
  });

  it('is drawn anew in another theme, by the same peaks', async () => {
    const { peaks } = await launch();
    await pass(1_000);
    const before = { draws, asked: peaks.mock.calls.length };
    document.documentElement.dataset.theme = 'dark';
    await pass(0);
    delete document.documentElement.dataset.theme;
    expect(draws).toBe(before.draws + tiles());
    expect(peaks.mock.calls.length).toBe(before.asked);
  });

  it('is a calm line without a length, which can’t be moved', async () => {
    const { backend } = await launch();
    backend.emit({ kind: 'player', player: { ...(await backend.player()), durationMs: null } });
    await settled();
    expect(tiles()).toBe(0);
    expect(slider().getAttribute('aria-disabled')).toBe('true');
    const seek = vi.spyOn(backend, 'seek');
    await point('Down', 100);
    await point('Up', 100);
    expect(seek).not.toHaveBeenCalled();
    expect(await wheel({ deltaY: -500 }), 'a wheel goes on to what can scroll').toBe(true);
  });
});

describe('peaks', () => {
  it('that aren’t measured yet are asked for again, at most twice a second, until they are', async () => {
    const { backend, peaks } = await launch({ analysis: { stage: 'measuring', share: 0.1 } });
    await pass(1_000);
    peaks.mockClear();
    for (let event = 1; event <= 40; event++) {
      backend.emit({ kind: 'analysis', episode: 1, analysis: { stage: 'measuring', share: event / 50 } });
      await pass(50);
    }
    expect(peaks.mock.calls.length).toBeGreaterThanOrEqual(3);
    expect(peaks.mock.calls.length).toBeLessThanOrEqual(5);
    vi.spyOn(backend, 'peaks').mockImplementation(async (_episode, _from, _to, width) =>
      new Int16Array(width * 2).fill(0),
    );
    backend.emit({ kind: 'analysis', episode: 1, analysis: ANALYSIS });
    await pass(1_000);
    peaks.mockClear();
    backend.emit({ kind: 'analysis', episode: 1, analysis: ANALYSIS });
    await pass(1_000);
    expect(peaks, 'what is complete is kept').not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are asked for once, and tiles that stay in view aren’t drawn again when it moves along', async () => {
    const { peaks } = await launch({ open: 'long' });
    await pass(1_000);
    await wheel({ deltaY: -600, clientX: 0 });
    await pass(100);
    const [asked, drawn] = [peaks.mock.calls.length, draws];
    await wheel({ deltaY: 240, shiftKey: true });
    await pass(100);
    expect(peaks.mock.calls.length).toBe(asked + 1);
    expect(draws, 'one that is new: before its peaks are there, and with them').toBe(drawn + 2);
    await wheel({ deltaY: -240, shiftKey: true });
    await pass(100);
    expect(peaks.mock.calls.length, 'what came back was kept').toBe(asked + 1);
  });

  it('of all that is seen are asked for at once', async () => {
    const { peaks } = await launch({ analysis: { stage: 'failed', message: 'It can’t be read.' } });
    const [episode, fromMs, toMs, width] = peaks.mock.calls[0] ?? [];
    expect([episode, fromMs, width]).toEqual([1, 0, 320]);
    expect(toMs).toBeCloseTo((DURATION_MS / WIDTH) * 960, 3);
  });

  it('that can’t be had say why, once', async () => {
    const { session, backend } = await launch();
    await pass(1_000);
    vi.spyOn(backend, 'peaks').mockRejectedValue({ message: 'The peaks are gone.' });
    await wheel({ deltaY: -120, clientX: 400 });
    await pass(2_000);
    expect(session.notices.map(({ message }) => message)).toEqual(['The peaks are gone.']);
  });
});

describe('the pointer', () => {
  it('drags to where it lets go, and says on the way where that is', async () => {
    const { backend } = await launch();
    const seek = vi.spyOn(backend, 'seek');
    await point('Down', xOf(60_000));
    await point('Move', xOf(90_000));
    expect(second()).toBe(90);
    expect(document.querySelector('.times')?.textContent).toContain('1:30');
    expect(seek).not.toHaveBeenCalled();
    await point('Up', xOf(90_000));
    expect(seek).toHaveBeenCalledTimes(1);
    expect(seek.mock.calls[0]?.[0]).toBeCloseTo(90_000, 3);
  });

  it('over it tells the time and the words there, or the key point close by', async () => {
    await launch();
    await point('Move', xOf(50_000));
    expect(tip()).toBe('0:50 You can’t ask an instrument what worried it.');
    await point('Move', xOf(84_000) + 5);
    expect(tip()).toBe('1:24 The year that the fog signal failed, and who noticed.');
    await point('Move', xOf(84_000) + 8);
    expect(tip()).toMatch(/^1:26 So take us to the year/);
    await fireEvent.pointerLeave(slider());
    await settled();
    expect(tip()).toBeUndefined();
  });

  it('is told nothing of words where there are none', async () => {
    await launch({ open: '/wordless' });
    await point('Move', xOf(50_000));
    expect(tip()).toBe('0:50');
  });
});

describe('the wheel', () => {
  it('zooms about the pointer, and Escape shows all again', async () => {
    await launch({ open: 'long' });
    await point('Move', 600);
    const before = tip();
    expect(await wheel({ deltaY: -1_200, clientX: 600 })).toBe(false);
    expect(overview()).not.toBeNull();
    await point('Move', 600);
    expect(tip()).toBe(before);
    await press('Escape');
    expect(overview()).toBeNull();
  });

  it('shows twenty seconds at the closest', async () => {
    const { peaks } = await launch({ open: 'long' });
    await wheel({ deltaY: -100_000, clientX: 400 });
    await pass(0);
    const [, fromMs = 0, toMs = 0, width = 0] = peaks.mock.calls.at(-1) ?? [];
    expect(((toMs - fromMs) / (width * 3)) * WIDTH).toBeCloseTo(20_000, 3);
  });

  it('with Shift goes along, and what is heard isn’t turned to then', async () => {
    const { backend } = await launch({ open: 'long' });
    await wheel({ deltaY: -1_200, clientX: 0 });
    await wheel({ deltaY: 4_000, shiftKey: true });
    const seen = () => slider().querySelector<HTMLElement>('.part')?.style.left;
    const there = seen();
    expect(Number.parseFloat(there ?? '')).toBeGreaterThan(0);
    await backend.play();
    await pass(3_000);
    expect(seen()).toBe(there);
  });

  it('turned to what is heard is turned on with it, a page at a time', async () => {
    const { backend, peaks } = await launch({ open: 'long' });
    await wheel({ deltaY: -100_000, clientX: 0 });
    await backend.play();
    await pass(19_000);
    const asked = peaks.mock.calls.length;
    await pass(2_000);
    expect(peaks.mock.calls.length).toBe(asked + 1);
    expect(slider().querySelector('.carrier.gone')).toBeNull();
    await pass(15_000);
    expect(peaks.mock.calls.length).toBe(asked + 1);
    await backend.seek(9_000_000, false);
    await pass(100);
    expect(slider().querySelector('.carrier.gone'), 'and with a seek').toBeNull();
  });
});

it('a double click shows all, and leaves what is heard as it was', async () => {
  const { backend } = await launch({ open: 'long' });
  await backend.seek(5_000, false);
  await wheel({ deltaY: -600, clientX: 0 });
  const seek = vi.spyOn(backend, 'seek');
  for (let press = 0; press < 2; press++) {
    await point('Down', 400);
    await point('Up', 400);
  }
  await fireEvent.dblClick(slider());
  await settled();
  expect(overview()).toBeNull();
  expect(seek).toHaveBeenCalledTimes(2);
  expect(second()).toBe(5);
});

it('plus and minus zoom for the keyboard, about what is heard', async () => {
  await launch({ open: 'long' });
  slider().focus();
  await press('+');
  expect(overview()).not.toBeNull();
  await press('-');
  expect(overview()).toBeNull();
});

it('what is on the screen of the text is marked', async () => {
  await launch({ open: 'long' });
  const read = () => slider().querySelector<HTMLElement>('.read')?.style.left;
  expect(read()).toBe('0%');
  await fireEvent.wheel(screen.getByTestId('transcript'), { deltaY: 300 });
  screen.getByTestId('transcript').scrollTo({ top: 9_000 * 60 });
  await settled();
  expect(Number.parseFloat(read() ?? '')).toBeCloseTo(50, 0);
});

it('asks for no frame and no timer while nothing plays', async () => {
  await launch();
  await pass(2_000);
  const frames = vi.spyOn(globalThis, 'requestAnimationFrame');
  await point('Move', 100);
  await click(document.body);
  await pass(2_000);
  expect(frames).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});
