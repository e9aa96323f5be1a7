import { expect, it } from 'vitest';
import { heardShare, heardText } from './heard';

const at = (positionMs: number, durationMs: number | null) => ({ positionMs, durationMs, line: null });

it.each([
  ['in the middle', at(796_000, 2_890_000), 796 / 2890, '13:16, 35 min left'],
  ['of an unknown length', at(796_000, null), null, 'At 13:16'],
  ['to the last second', at(2_889_500, 2_890_000), 1, 'Heard to the end'],
  ['past what the file holds now', at(3_000_000, 2_890_000), 1, 'Heard to the end'],
  ['of a file without sound', at(0, 0), null, 'Heard to the end'],
])('tells how far one was heard %s', (_, heard, share, text) => {
  expect(heardShare(heard)).toEqual(share);
  expect(heardText(heard)).toBe(text);
});
