// What the report says.
import { describe, expect, it } from 'vitest';
import type { Report } from '../ipc/bindings';
import { fineness, marksText, originsText, placeText, valueAt, wordsText } from './report';

const report = (over: Partial<Report>) => over as Report;

describe('the words', () => {
  it.each([
    [2400, 0, '2,400'],
    [2400, 640, '2,400, of which 640 have times of their own'],
    [2400, 1, '2,400, of which 1 has a time of its own'],
    [5, 5, '5, each with a time of its own'],
  ])('%d with %d timed are “%s”', (words, timedWords, text) => {
    expect(wordsText(report({ words, timedWords }))).toBe(text);
  });
});

it('the file’s times are told by how fine they are', () => {
  const marks = [
    { resolutionMs: 1, count: 1 },
    { resolutionMs: 1000, count: 28 },
  ];
  expect(marksText(report({ marks, unmarked: 2 }))).toBe(
    '1 to the millisecond, 28 to the second, 2 utterances without',
  );
  expect(marksText(report({ marks, unmarked: 0 }))).not.toContain('without');
  expect(marksText(report({ marks: [], unmarked: 9 }))).toBe('none in the file');
  expect([60_000, 100, 40].map((resolutionMs) => fineness(resolutionMs, 1200))).toEqual([
    '1,200 to the minute',
    '1,200 to a tenth of a second',
    '1,200 each to 40 ms',
  ]);
});

it('the times on the screen are told where the file alone doesn’t give them', () => {
  expect(originsText({ exact: 3, marked: 0, aligned: 0, estimated: 0, none: 1 })).toBe('');
  expect(originsText({ exact: 3, marked: 1, aligned: 0, estimated: 2, none: 1 })).toBe(
    '4 as the file gives them, 2 worked out between others, 1 without a time',
  );
});

describe('the place of a remark', () => {
  it('is a line, and in a file of a single line a character of it', () => {
    expect(placeText(2_345, null)).toBe('Line 2,345');
    expect(placeText(1, 10_234)).toBe('Line 1, character 10,234');
  });

  it.each([
    ['é[{"a":1},{"b":2}]', 2, ['é[', '{"a":1}', ',{"b":2}]']],
    ['{"a":-1.5,"b":2}', 5, ['{"a":', '-1.5', ',"b":2}']],
    [String.raw`["👋","a\"b",1]`, 5, ['["👋",', String.raw`"a\"b"`, ',1]']],
    ['{"a":', 0, ['', '{"a":', '']],
    ['[1]', 90, ['[1]', '', '']],
    ['[1]', -9, ['', '[1]', '']],
  ])('in %s at %d marks the value there', (text, at, parts) => {
    expect(valueAt(text, at)).toEqual(parts);
  });
});
