// Where a time lies on the waveform, at every zoom.
import { describe, expect, it } from 'vitest';
import {
  barHeight,
  closestLevel,
  endMs,
  gainOf,
  isComplete,
  lengthMs,
  msAt,
  panned,
  placesOf,
  seenPart,
  sees,
  shareAt,
  TILE_PX,
  turnedTo,
  whole,
  zoomed,
} from './waveform';

const HOUR = 3_600_000;
const hour = whole(HOUR);

describe('zooming', () => {
  it('by two levels shows half', () => {
    expect(lengthMs(zoomed(hour, 2, 0.5))).toBeCloseTo(HOUR / 2, 6);
  });

  it.each([0, 0.25, 0.5, 0.99, 1])('keeps what lies at %d of the view where it is', (share) => {
    const before = zoomed(hour, 6, 0.5);
    const after = zoomed(before, 3, share);
    expect(msAt(after, share)).toBeCloseTo(msAt(before, share), 6);
    const back = zoomed(after, -3, share);
    expect(back.fromMs).toBeCloseTo(before.fromMs, 6);
  });

  it('ends at twenty seconds, and at all of a sound that is shorter', () => {
    expect(lengthMs(zoomed(hour, 100, 0.3))).toBe(20_000);
    expect(lengthMs(zoomed(whole(7_000), 100, 0.3))).toBe(7_000);
    expect(closestLevel(7_000)).toBe(0);
    expect(closestLevel(0)).toBe(0);
    expect(closestLevel(40_000)).toBe(2);
  });

  it('out shows all, from the beginning', () => {
    expect(zoomed(zoomed(hour, 8, 0.9), -100, 0.1)).toEqual(hour);
  });

  it('stays within the sound at both its ends', () => {
    const close = zoomed(hour, 8, 0.5);
    expect(panned(close, -1_000).fromMs).toBe(0);
    expect(endMs(panned(close, 1_000))).toBeCloseTo(HOUR, 6);
  });
});

describe('what is heard', () => {
  const close = zoomed(hour, 8, 0.5);

  it('in view leaves the view as it is', () => {
    expect(turnedTo(close, close.fromMs + 1)).toBe(close);
  });

  it.each([close.fromMs - 1, endMs(close) + 1, 0, HOUR])('at %d ms is turned to, at the same zoom', (ms) => {
    const turned = turnedTo(close, ms);
    expect(sees(turned, ms)).toBe(true);
    expect(lengthMs(turned)).toBe(lengthMs(close));
  });
});

it('a place and its time are each the other’s', () => {
  const view = zoomed(hour, 5, 0.7);
  for (const share of [0, 0.2, 1]) expect(shareAt(view, msAt(view, share))).toBeCloseTo(share, 9);
  expect(msAt(hour, -3)).toBe(0);
  expect(msAt(hour, 3)).toBe(HOUR);
});

it.each([
  [0, HOUR, { from: 0, to: 1 }],
  [HOUR / 2, 2 * HOUR, { from: 0.5, to: 1 }],
  [-5, -1, null],
  [HOUR + 1, HOUR + 2, null],
])('of %d to %d ms an hour’s view shows %o', (fromMs, toMs, seen) =>
  expect(seenPart(hour, { fromMs, toMs })).toEqual(seen),
);

describe('the tiles', () => {
  it.each([1, 239, 240, 241, 1360])('cover a view %d px wide, side by side, and no more', (width) => {
    for (const view of [hour, zoomed(hour, 7, 0.43), zoomed(hour, 99, 1)]) {
      const places = placesOf(view, width);
      expect(places[0]?.leftPx).toBeLessThanOrEqual(0);
      expect(places[0]?.leftPx).toBeGreaterThan(-TILE_PX);
      const end = (places.at(-1)?.leftPx ?? 0) + TILE_PX;
      expect(end).toBeGreaterThanOrEqual(width);
      expect(end).toBeLessThan(width + TILE_PX);
      for (const [i, place] of places.entries()) {
        expect(place.leftPx).toBe((places[0]?.leftPx ?? 0) + i * TILE_PX);
        expect(Math.abs(shareAt(view, place.fromMs) * width - place.leftPx)).toBeLessThanOrEqual(0.5 + 1e-6);
        expect(place.toMs - place.fromMs).toBeCloseTo((lengthMs(view) / width) * TILE_PX, 6);
      }
    }
  });

  it('are the same ones wherever the view of the same zoom is', () => {
    const view = zoomed(hour, 9, 0.5);
    const keys = (of: typeof view) => placesOf(of, 960).map(({ key }) => key);
    const shared = keys(panned(view, 0.5)).filter((key) => keys(view).includes(key));
    expect(shared.length).toBeGreaterThanOrEqual(2);
    expect(keys(zoomed(view, 1, 0.5)).filter((key) => keys(view).includes(key))).toEqual([]);
  });

  it('are none where there is no length or no room', () => {
    expect(placesOf(whole(0), 800)).toEqual([]);
    expect(placesOf(hour, 0)).toEqual([]);
  });
});

it.each([
  [0, 0, 1, 0],
  [-16_384, 100, 1, 0.5],
  [-100, 16_384, 2, 1],
  [-32_768, 32_767, 4, 1],
  [32_767, -32_768, 1, null],
])('a peak from %d to %d, by %d, is a bar of %o', (min, max, gain, height) =>
  expect(barHeight(min, max, gain)).toBe(height),
);

it.each([
  [null, 1],
  [0, 1],
  [2, 1],
  [-20, 10],
  [-90, 10],
])('peaks of %o dBFS are drawn %d times as high', (db, gain) => expect(gainOf(db)).toBeCloseTo(gain, 9));

describe('peaks are complete', () => {
  const KNOWN = [-5, 5];
  const UNKNOWN = [32_767, -32_768];
  const stretch = { fromMs: 1_000, toMs: 5_000 };
  it.each([
    ['when all of them are known', [KNOWN, KNOWN], 9_000, true],
    ['not while one isn’t', [KNOWN, UNKNOWN], 9_000, false],
    ['although none are known past the end', [KNOWN, UNKNOWN], 3_500, true],
  ])('%s', (_, pairs, durationMs, expected) =>
    expect(isComplete(Int16Array.from(pairs.flat()), stretch, durationMs)).toBe(expected),
  );
});
