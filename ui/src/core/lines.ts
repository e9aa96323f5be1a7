// A transcript's lines, made from the wire's columns as they are asked for, and which of them is heard at a position.
import type { Lines as Columns, Origin, Runs, Section } from '../ipc/bindings';

/** An utterance: a line on the screen. */
export interface Line {
  /** Index of its turn, from 0. */
  turn: number;
  /** Index into the transcript's speakers. */
  speaker: number | null;
  startMs: number | null;
  origin: Origin;
  text: string;
  /** Bold or italic runs of `text`, as [start, end) in UTF-16 units. */
  emphasis: [number, number][];
}

export class Lines {
  readonly count: number;
  readonly timeline: Timeline;
  readonly #columns: Columns;
  #turnStarts: Timeline | undefined;
  #speakers: Int32Array | undefined;

  constructor(columns: Columns) {
    this.#columns = columns;
    this.count = columns.textEnds.length;
    this.timeline = timelineOf(columns.startsMs);
  }

  /** The line at `index`, which lies within `count`. */
  at(index: number): Line {
    const { text, textEnds, origins, turns, emphasis } = this.#columns;
    const turn = runAt(turns, index);
    const marked = firstFrom(emphasis, index);
    return {
      turn,
      speaker: turns.value[turn] ?? null,
      startMs: this.startMs(index),
      origin: origins.value[runAt(origins, index)] ?? 'none',
      text: text.slice(textEnds[index - 1] ?? 0, textEnds[index]),
      emphasis: emphasis.slice(marked, firstFrom(emphasis, index + 1)).map(([, start, end]) => [start, end]),
    };
  }

  /** How long a line's text is, in UTF-16 units. */
  lengthOf(index: number): number {
    const { textEnds } = this.#columns;
    return (textEnds[index] ?? 0) - (textEnds[index - 1] ?? 0);
  }

  startMs(index: number): number | null {
    return this.#columns.startsMs[index] ?? null;
  }

  /** The first line of each turn that has a time. */
  get turnStarts(): Timeline {
    return (this.#turnStarts ??= timelineOf(this.#startsOfTurns()));
  }

  /** The line that the next turn of a speaker begins with, after the last one that of the first; null where there is none. */
  nextTurnOf(speaker: number, positionMs: number): number | null {
    const { lines } = this.turnStarts;
    const next = rankAt(this.turnStarts, positionMs) + 1;
    for (let step = 0; step < lines.length; step++) {
      const line = lines[(next + step) % lines.length] ?? 0;
      if (this.speakers[line] === speaker) return line;
    }
    return null;
  }

  /** The first line of a speaker that begins after a position; null where there is none. */
  nextOf(speaker: number, positionMs: number): number | null {
    const { lines } = this.timeline;
    const later = lines.subarray(rankAt(this.timeline, positionMs) + 1);
    return later.find((line) => this.speakers[line] === speaker) ?? null;
  }

  /** For each line who speaks, as an index into the transcript's speakers; −1 for nobody named. */
  get speakers(): Int32Array {
    return (this.#speakers ??= this.#speakersOfLines());
  }

  /** The last line of the turn that the line at `index` lies in. */
  lastOfTurn(index: number): number {
    const { turns } = this.#columns;
    return (turns.first[runAt(turns, index) + 1] ?? this.count) - 1;
  }

  /** From the first start among the lines from `first` to `last` to where what follows them begins; null without any. */
  span(first: number, last: number, durationMs: number): Section | null {
    let [fromMs, latest] = [Infinity, -Infinity];
    for (let index = first; index <= last; index++) {
      const start = this.startMs(index);
      if (start === null) continue;
      fromMs = Math.min(fromMs, start);
      latest = Math.max(latest, start);
    }
    return fromMs === Infinity ? null : { fromMs, toMs: startAfter(this.timeline, latest) ?? durationMs };
  }

  /** From the start of the line to that of the next one that starts later, or to the audio's end. */
  section(index: number, durationMs: number | null): Section | null {
    const fromMs = this.startMs(index);
    if (fromMs === null) return null;
    const toMs = startAfter(this.timeline, fromMs) ?? durationMs;
    return toMs === null || toMs <= fromMs ? null : { fromMs, toMs };
  }

  #speakersOfLines(): Int32Array {
    const { turns } = this.#columns;
    const speakers = new Int32Array(this.count);
    for (const [turn, first] of turns.first.entries())
      speakers.fill(turns.value[turn] ?? -1, first, turns.first[turn + 1]);
    return speakers;
  }

  /** For each line that begins what has a time of its turn, its start; null for all others. */
  #startsOfTurns(): (number | null)[] {
    const { turns, startsMs } = this.#columns;
    const starts = new Array<number | null>(this.count).fill(null);
    for (const [turn, first] of turns.first.entries()) {
      const end = turns.first[turn + 1] ?? this.count;
      for (let line = first; line < end; line++) {
        const start = startsMs[line] ?? null;
        if (start === null) continue;
        starts[line] = start;
        break;
      }
    }
    return starts;
  }
}

/** The run that the line at `index` lies in; −1 before the first. */
export function runAt({ first }: Runs<unknown>, index: number): number {
  return countWhile(first.length, (run) => (first[run] ?? 0) <= index) - 1;
}

/** The place of the first emphasis in or after the line at `index`. */
function firstFrom(emphasis: Columns['emphasis'], index: number): number {
  return countWhile(emphasis.length, (place) => (emphasis[place]?.[0] ?? 0) < index);
}

/** How many of `count` sorted values pass, by halving. */
export function countWhile(count: number, passes: (place: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

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

export function timelineOf(startsMs: readonly (number | null)[]): Timeline {
  const lines = new Int32Array(startsMs.length);
  let count = 0;
  let sorted = true;
  let last = -Infinity;
  for (let index = 0; index < startsMs.length; index++) {
    const start = startsMs[index] ?? null;
    if (start === null) continue;
    lines[count++] = index;
    sorted &&= last <= start;
    last = start;
  }
  const timed = lines.subarray(0, count);
  const startOf = (index: number) => startsMs[index] ?? 0;
  // Transcripts are nearly always in order already; the sort is stable, so equal starts keep theirs.
  if (!sorted) timed.sort((a, b) => startOf(a) - startOf(b));
  const starts = new Float64Array(count);
  for (let rank = 0; rank < count; rank++) starts[rank] = startOf(timed[rank] ?? 0);
  return { starts, lines: timed };
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

/** The first start that is later than `startMs`. */
function startAfter({ starts }: Timeline, startMs: number): number | null {
  return starts[countWhile(starts.length, (rank) => (starts[rank] ?? 0) <= startMs)] ?? null;
}

/** How many starts lie at or before the position, less one. */
export function rankAt({ starts }: Timeline, positionMs: number): number {
  return countWhile(starts.length, (rank) => hasBegun(starts[rank] ?? 0, positionMs)) - 1;
}
