// What the two keys of a loop do, whatever is set already.
import { expect, it } from 'vitest';
import { begun, ended, NO_LOOP, type Ends } from './loop';

const marked = (mark: number): Ends => ({ mark, section: null });
const loop = (fromMs: number, toMs: number): Ends => ({ mark: null, section: { fromMs, toMs } });

it.each<[string, Ends, number, Ends]>([
  ['waits for its end', NO_LOOP, 5_000, marked(5_000)],
  ['can be set anew', marked(5_000), 7_000, marked(7_000)],
  ['moves within a loop', loop(5_000, 9_000), 7_000, loop(7_000, 9_000)],
  ['moves to before a loop', loop(5_000, 9_000), 2_000, loop(2_000, 9_000)],
  ['past a loop’s end is that of another', loop(5_000, 9_000), 12_000, marked(12_000)],
  ['at a loop’s end is that of another', loop(5_000, 9_000), 8_950, marked(8_950)],
])('a beginning %s', (_, ends, at, expected) => expect(begun(ends, at)).toEqual(expected));

it.each<[string, Ends, number, Ends | null]>([
  ['closes a loop', marked(5_000), 9_000, loop(5_000, 9_000)],
  ['moves a loop’s end', loop(5_000, 9_000), 7_000, loop(5_000, 7_000)],
  ['before the beginning changes places with it', marked(5_000), 2_000, loop(2_000, 5_000)],
  ['without a beginning is none', NO_LOOP, 9_000, null],
  ['at the beginning is none', marked(5_000), 5_050, null],
])('an end %s', (_, ends, at, expected) => expect(ended(ends, at)).toEqual(expected));
