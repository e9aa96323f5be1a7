// Where the keys lead on a slider.
import { expect, it } from 'vitest';
import { valueAfterKey } from './slider';

it.each([
  ['ArrowLeft', 45],
  ['ArrowDown', 45],
  ['ArrowRight', 55],
  ['ArrowUp', 55],
  ['PageDown', 20],
  ['PageUp', 80],
  ['Home', 10],
  ['End', 90],
  ['a', null],
])('%s leads from 50 to %o', (key, to) =>
  expect(valueAfterKey(key, 50, { min: 10, max: 90, step: 5, page: 30 })).toBe(to),
);

it('no key leads past either end', () => {
  const scale = { min: 0, max: 10, step: 20, page: 30 };
  expect(['ArrowLeft', 'PageUp'].map((key) => valueAfterKey(key, 5, scale))).toEqual([0, 10]);
});
