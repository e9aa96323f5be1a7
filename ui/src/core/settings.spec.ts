// What choices come to.
import { expect, it } from 'vitest';
import { clickOf, DEFAULTS, sizeBeside } from './settings';

it.each([
  [100, 1, 110],
  [100, -1, 90],
  [97, 1, 100],
  [97, -1, 90],
  [250, 1, 250],
  [80, -1, 80],
] as const)('from %d per cent a step of %d goes to %d', (size, by, next) =>
  expect(sizeBeside(size, by)).toBe(next),
);

it('a click plays from as long before as is chosen', () => {
  expect(clickOf({ ...DEFAULTS, clickPlays: false, preRollS: 0.5 })).toEqual({ play: false, preRollMs: 500 });
});
