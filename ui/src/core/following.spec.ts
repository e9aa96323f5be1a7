// When the view follows the light, and where it moves to.
import { describe, expect, it } from 'vitest';
import {
  easeOut,
  followingAfter,
  isScrollingKey,
  nearestOffset,
  placeKept,
  restingOffset,
} from './following';

it('following yields to a person’s scrolling and selecting, and resumes when asked or when a line is chosen', () => {
  expect(followingAfter('scrolled')).toBe('yielded');
  expect(followingAfter('selected')).toBe('yielded');
  expect(followingAfter('resumed')).toBe('following');
  expect(followingAfter('chose')).toBe('following');
});

it('only the keys that scroll count as scrolling', () => {
  expect(['PageUp', 'PageDown', 'Home', 'End'].every(isScrollingKey)).toBe(true);
  expect(['f', 'Enter', 'ArrowLeft', ' '].some(isScrollingKey)).toBe(false);
});

describe('where a lit row comes to rest', () => {
  const view = { viewTop: 1000, viewSize: 600 };
  const cases: [string, number, number, number | null][] = [
    ['nowhere else when it is well in view', 1200, 100, null],
    ['a quarter down when it left the view below', 1700, 100, 1544],
    ['a quarter down when only its end lies too low', 1420, 100, 1264],
    ['a quarter down when it lies above', 400, 100, 244],
    ['higher when it is tall, so that its end shows', 1700, 400, 1632],
    ['at its beginning when it is taller than the view', 1700, 900, 1664],
    ['never before the start', 20, 100, 0],
  ];
  it.each(cases)('%s', (_, rowTop, rowSize, expected) => {
    expect(restingOffset({ rowTop, rowSize, ...view })).toBe(expected);
  });

  it('stays once it is there', () => {
    for (const [rowTop, rowSize] of [
      [1700, 100],
      [1700, 900],
      [20, 100],
    ] as const) {
      const offset = restingOffset({ rowTop, rowSize, ...view }) ?? 0;
      expect(restingOffset({ rowTop, rowSize, viewTop: offset, viewSize: 600 })).toBeNull();
    }
  });
});

describe('the shortest way to a focused row', () => {
  const view = { viewTop: 1000, viewSize: 600 };
  const cases: [string, number, number, number | null][] = [
    ['is none when it is whole in view', 1012, 528, null],
    ['brings its top near the top from above', 900, 50, 888],
    ['brings its end near the end from below', 1580, 50, 1090],
    ['shows the beginning of one too tall', 1200, 700, 1188],
    ['never leads before the start', 5, 50, 0],
  ];
  it.each(cases)('%s', (_, rowTop, rowSize, expected) => {
    expect(nearestOffset({ rowTop, rowSize, ...view })).toBe(expected);
  });
});

it('a movement starts at 0, ends at 1 and slows down', () => {
  expect([easeOut(-1), easeOut(0), easeOut(1), easeOut(9)]).toEqual([0, 0, 1, 1]);
  expect(easeOut(0.5)).toBeGreaterThan(0.5);
});

it.each([
  ['whose top is in view keeps it there', { rowTop: 300, rowSize: 60 }, { rowTop: 900, rowSize: 120 }, 800],
  ['that is half above the view stays so', { rowTop: 170, rowSize: 60 }, { rowTop: 900, rowSize: 120 }, 960],
  [
    'that goes to the top of all goes no further',
    { rowTop: 300, rowSize: 60 },
    { rowTop: 40, rowSize: 60 },
    0,
  ],
])('a row %s while rows take other sizes', (_, before, now, offset) => {
  const view = { viewTop: 200, viewSize: 600 };
  expect(placeKept({ ...before, ...view })({ ...now, ...view })).toBe(offset);
});
