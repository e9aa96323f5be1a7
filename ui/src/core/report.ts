// What the report says, in words: counts, how finely times are given, and what was done with odd places.
import type { Origins, RemarkKind, Report } from '../ipc/bindings';

/** The headings of the remarks. */
export const DONE: Record<RemarkKind, string> = {
  joined: 'Joined',
  moved: 'Moved aside',
  guessed: 'Guessed',
  leftOut: 'Left out',
};

/** "1 word", "2,400 words". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** "2,400, of which 640 have times of their own". */
export function wordsText({ words, timedWords }: Report): string {
  const said = words.toLocaleString('en');
  if (timedWords === 0) return said;
  if (timedWords === words) return `${said}, each with a time of its own`;
  const timed = timedWords.toLocaleString('en');
  return `${said}, of which ${timed} ${timedWords === 1 ? 'has a time of its own' : 'have times of their own'}`;
}

/** What the file gives: "28 to the second, 1 to the millisecond, 2 utterances without". */
export function marksText({ marks, unmarked }: Report): string {
  if (marks.length === 0) return 'none in the file';
  const given = marks.map(
    ({ count, resolutionMs }) => `${count.toLocaleString('en')} ${fineness(resolutionMs)}`,
  );
  if (unmarked > 0) given.push(`${counted(unmarked, 'utterance')} without`);
  return given.join(', ');
}

/** How the times on the screen are known; empty where the file alone tells. */
export function originsText(origins: Origins): string {
  const { aligned, estimated, none } = origins;
  if (aligned + estimated === 0) return '';
  const told: [number, string][] = [
    [origins.exact + origins.marked, 'as the file gives them'],
    [aligned, 'found in the sound'],
    [estimated, 'worked out between others'],
    [none, 'without a time'],
  ];
  return told
    .filter(([count]) => count > 0)
    .map(([count, how]) => `${count.toLocaleString('en')} ${how}`)
    .join(', ');
}

/** Where a remark is about: "Line 23", "Line 1, character 10,234". */
export function placeText(line: number, column: number | null): string {
  const place = `Line ${line.toLocaleString('en')}`;
  return column === null ? place : `${place}, character ${column.toLocaleString('en')}`;
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
  return rate.toLocaleString('en', { maximumFractionDigits: 3, useGrouping: false });
}

/** How fine a time is whose last digit is worth so much. */
export function fineness(resolutionMs: number): string {
  return (
    NAMED[resolutionMs] ?? `each to ${resolutionMs.toLocaleString('en', { maximumFractionDigits: 3 })} ms`
  );
}

const NAMED: Record<number, string> = {
  60_000: 'to the minute',
  1_000: 'to the second',
  100: 'to a tenth of a second',
  10: 'to a hundredth of a second',
  1: 'to the millisecond',
  0.001: 'to the microsecond',
};
