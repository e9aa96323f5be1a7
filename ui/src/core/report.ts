// What the report says, in words: counts, how finely times are given, and what was done with odd places.
import type { Origins, RemarkKind, Report } from '../ipc/bindings';
import { m } from '../../paraglide/messages';
import { numberText } from './numbers';

/** The headings of the remarks. */
export const DONE: Record<RemarkKind, () => string> = {
  joined: m.done_joined,
  moved: m.done_moved,
  guessed: m.done_guessed,
  leftOut: m.done_left_out,
};

/** "2,400, of which 640 have times of their own". */
export function wordsText({ words, timedWords }: Report): string {
  const said = numberText(words);
  if (timedWords === 0) return said;
  if (timedWords === words) return m.words_each_timed({ words: said });
  return m.words_timed({ count: timedWords, words: said });
}

/** What the file gives: "28 to the second, 1 to the millisecond, 2 utterances without". */
export function marksText({ marks, unmarked }: Report): string {
  if (marks.length === 0) return m.marks_none();
  const given = marks.map(({ count, resolutionMs }) => fineness(resolutionMs, count));
  if (unmarked > 0) given.push(m.marks_without({ count: unmarked }));
  return given.join(', ');
}

/** How the times on the screen are known; empty where the file alone tells. */
export function originsText(origins: Origins): string {
  const { aligned, estimated, none } = origins;
  if (aligned + estimated === 0) return '';
  const told: [number, (count: { n: string }) => string][] = [
    [origins.exact + origins.marked, m.origins_given],
    [aligned, m.origins_aligned],
    [estimated, m.origins_estimated],
    [none, m.origins_none],
  ];
  return told
    .filter(([count]) => count > 0)
    .map(([count, say]) => say({ n: numberText(count) }))
    .join(', ');
}

/** Where a remark is about: "Line 23", "Line 1, character 10,234". */
export function placeText(line: number, column: number | null): string {
  const place = { line: numberText(line) };
  return column === null ? m.place_line(place) : m.place_character({ ...place, column: numberText(column) });
}

/** In characters. */
const LONGEST_MARK = 120;

/** A text in three parts: before the character at `at` (from 0), the value of JSON that begins there, and what follows. */
export function valueAt(text: string, at: number): [string, string, string] {
  const characters = Array.from(text);
  const before = characters.slice(0, at).join('');
  const rest = characters.slice(at).join('');
  const value = /^(?:\{[^}]*\}?|\[[^\]]*\]?|"(?:[^"\\]|\\.)*"?|[^,\]}]+)/u.exec(rest)?.[0] ?? rest;
  const marked = Array.from(value).slice(0, LONGEST_MARK).join('');
  return [before, marked, rest.slice(marked.length)];
}

/** The numbers of frames a second that are in use. */
export const FRAME_RATES: readonly number[] = [23.976, 24, 25, 29.97, 30, 50, 59.94, 60];

/** "29.97": a number of frames a second as people write it. */
export function frameRateText(rate: number): string {
  return numberText(rate, { maximumFractionDigits: 3, useGrouping: false });
}

/** So many times whose last digit is worth so much: "28 to the second". */
export function fineness(resolutionMs: number, count: number): string {
  const n = numberText(count);
  const named = NAMED[resolutionMs];
  return named
    ? named({ n })
    : m.marks_other({ n, ms: numberText(resolutionMs, { maximumFractionDigits: 3 }) });
}

const NAMED: Record<number, (count: { n: string }) => string> = {
  60_000: m.marks_minute,
  1_000: m.marks_second,
  100: m.marks_tenth,
  10: m.marks_hundredth,
  1: m.marks_millisecond,
  0.001: m.marks_microsecond,
};
