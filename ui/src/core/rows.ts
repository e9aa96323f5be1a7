// What the list shows a row for: every line, or where only one speaker is read, their lines, and one row for all between two of them.
import { countWhile } from './lines';

export interface Row {
  /** The first line that it stands for. */
  readonly line: number;
  /** The last one; more than `line` only where lines are folded into it. */
  readonly last: number;
  readonly folded: boolean;
}

export interface Rows {
  readonly count: number;
  /** The first line of each. */
  readonly firsts: readonly number[];
  at(row: number): Row;
  /** The row that a line is in. */
  of(line: number): number;
  /** Whether a line has a row of its own. */
  shows(line: number): boolean;
}

/** A row a line. */
export function allRows(count: number): Rows {
  return {
    count,
    firsts: Array.from({ length: count }, (_, line) => line),
    at: (row) => ({ line: row, last: row, folded: false }),
    of: (line) => line,
    shows: () => true,
  };
}

/** The lines of `only`, and of the folded ones between those that begin at a line in `unfolded`. */
export function rowsOf(speakers: Int32Array, only: number, unfolded: readonly number[]): Rows {
  const opened = new Set(unfolded);
  const firsts: number[] = [];
  const folded: boolean[] = [];
  for (let line = 0; line < speakers.length;) {
    if (speakers[line] === only) {
      firsts.push(line++);
      folded.push(false);
      continue;
    }
    let end = line;
    while (end < speakers.length && speakers[end] !== only) end++;
    if (opened.has(line)) {
      for (; line < end; line++) {
        firsts.push(line);
        folded.push(false);
      }
    } else {
      firsts.push(line);
      folded.push(true);
      line = end;
    }
  }
  const of = (line: number) =>
    Math.max(0, countWhile(firsts.length, (row) => (firsts[row] ?? 0) <= line) - 1);
  return {
    count: firsts.length,
    firsts,
    at: (row) => {
      const line = firsts[row] ?? 0;
      const isFolded = folded[row] ?? false;
      return { line, last: isFolded ? (firsts[row + 1] ?? speakers.length) - 1 : line, folded: isFolded };
    },
    of,
    shows: (line) => folded[of(line)] === false,
  };
}

/** The next (1) or previous (−1) line that has a row of its own; the same where there is none. */
export function lineBesideIn(rows: Rows, line: number, by: 1 | -1): number {
  for (let row = rows.of(line) + by; row >= 0 && row < rows.count; row += by) {
    const { line: next, folded } = rows.at(row);
    if (!folded) return next;
  }
  return line;
}
