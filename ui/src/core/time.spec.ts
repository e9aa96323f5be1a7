// How times are written and said.
import { expect, it } from 'vitest';
import { lengthText, timeAttribute, timeSpoken, timeText } from './time';

it.each([
  [0, '0:00', '0 seconds', '0 s'],
  [999, '0:00', '0 seconds', '1 s'],
  [1_000, '0:01', '1 second', '1 s'],
  [61_000, '1:01', '1 minute 1 second', '1 min'],
  [796_000, '13:16', '13 minutes 16 seconds', '13 min'],
  [3_600_000, '1:00:00', '1 hour', '1 h'],
  [3_723_500, '1:02:03', '1 hour 2 minutes 3 seconds', '1 h 2 min'],
  [36_000_000, '10:00:00', '10 hours', '10 h'],
  [-5, '0:00', '0 seconds', '0 s'],
])('%d ms is %s, said %s, and long %s', (ms, written, said, long) => {
  expect(timeText(ms)).toBe(written);
  expect(timeSpoken(ms)).toBe(said);
  expect(lengthText(ms)).toBe(long);
});

it('the attribute keeps the milliseconds', () => {
  expect(timeAttribute(796_040)).toBe('PT796.04S');
});
