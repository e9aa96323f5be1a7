// Which line is heard at a position: a binary search in the sorted starts.
import type { Line } from '../ipc/bindings';

/** The lines that have a time, in the order of their starts. */
export interface Timeline {
  /** Starts in ms, ascending. */
  readonly starts: Float64Array;
  /** For each start, the index of its line in the transcript. */
  readonly lines: Int32Array;
}

/** A position that a seek lands on may lie a fraction of a frame before the start that was asked for. */
const TOLERANCE_MS = 1;

/** Whether what begins at `startMs` has begun at `positionMs`. */
export function hasBegun(startMs: number, positionMs: number): boolean {
  return startMs <= positionMs + TOLERANCE_MS;
}

export function timelineOf(lines: readonly Line[]): Timeline {
  const timed: number[] = [];
  for (const [index, line] of lines.entries()) if (line.startMs !== null) timed.push(index);
  const startOf = (index: number) => lines[index]?.startMs ?? 0;
  // Transcripts are nearly always in order already; the sort is stable, so equal starts keep theirs.
  timed.sort((a, b) => startOf(a) - startOf(b));
  return { starts: Float64Array.from(timed, startOf), lines: Int32Array.from(timed) };
}

/**
 * The line heard at `positionMs`; −1 before the first.
 * Where several lines start at the same instant, `chosen` (the line last clicked) wins if it is one of them.
 */
export function lineAt(timeline: Timeline, positionMs: number, chosen = -1): number {
  const rank = rankAt(timeline, positionMs);
  if (rank < 0) return -1;
  const start = timeline.starts[rank];
  for (let twin = rank; twin >= 0 && timeline.starts[twin] === start; twin--) {
    if (timeline.lines[twin] === chosen) return chosen;
  }
  return timeline.lines[rank] ?? -1;
}

/** The line `steps` after (or, negative, before) the one heard, among those that have a time; null past either end. */
export function lineBeside(timeline: Timeline, positionMs: number, steps: number): number | null {
  return timeline.lines[rankAt(timeline, positionMs) + steps] ?? null;
}

/** How many starts lie at or before the position, less one. */
function rankAt({ starts }: Timeline, positionMs: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (hasBegun(starts[middle] ?? 0, positionMs)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
