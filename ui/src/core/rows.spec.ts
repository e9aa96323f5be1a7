import { expect, it } from 'vitest';
import { allRows, lineBesideIn, rowsOf } from './rows';

const SPEAKERS = Int32Array.from([1, 0, 0, 1, 2, 1, 0, -1]);

const listed = (rows: ReturnType<typeof rowsOf>) =>
  Array.from({ length: rows.count }, (_, row) => {
    const { line, last, folded } = rows.at(row);
    return folded ? `${line}-${last}` : line;
  });

it('all lines have rows, but where one speaker is read, the others’ are folded between', () => {
  expect(listed(rowsOf(SPEAKERS, 0, []))).toEqual(['0-0', 1, 2, '3-5', 6, '7-7']);
  expect(listed(rowsOf(SPEAKERS, 1, []))).toEqual([0, '1-2', 3, '4-4', 5, '6-7']);
  expect(listed(rowsOf(SPEAKERS, 5, []))).toEqual(['0-7']);
  expect(listed(rowsOf(new Int32Array(), 0, []))).toEqual([]);
  expect(listed(allRows(3))).toEqual([0, 1, 2]);
});

it('what is opened has rows again', () => {
  expect(listed(rowsOf(SPEAKERS, 0, [3]))).toEqual(['0-0', 1, 2, 3, 4, 5, 6, '7-7']);
});

it('every line is in a row, and only those that aren’t folded are shown', () => {
  const rows = rowsOf(SPEAKERS, 0, [7]);
  expect(Array.from(SPEAKERS, (_, line) => rows.of(line))).toEqual([0, 1, 2, 3, 3, 3, 4, 5]);
  expect(Array.from(SPEAKERS, (_, line) => rows.shows(line))).toEqual([
    false,
    true,
    true,
    false,
    false,
    false,
    true,
    true,
  ]);
});

it('the line beside is one that is shown', () => {
  const rows = rowsOf(SPEAKERS, 0, []);
  expect(lineBesideIn(rows, 2, 1)).toBe(6);
  expect(lineBesideIn(rows, 6, -1)).toBe(2);
  expect(lineBesideIn(rows, 4, 1)).toBe(6);
  expect(lineBesideIn(rows, 6, 1)).toBe(6);
  expect(lineBesideIn(rows, 1, -1)).toBe(1);
  expect(lineBesideIn(allRows(3), 1, 1)).toBe(2);
});
