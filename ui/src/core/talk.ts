// Who talks when, for how long, and where the next question is; a line lasts until the next one begins.
import { countWhile, lineAt, rankAt, type Lines } from './lines';

/** Stretches of the sound in which one person talks. */
export interface Talk {
  /** When each stretch begins, in ms, ascending; it lasts until the next one, and the last until `endMs`. */
  readonly starts: Float64Array;
  /** Who talks in it; −1 where the transcript doesn't say. */
  readonly speakers: Int32Array;
  readonly endMs: number;
}

/** From the lines with a time, and the length of the sound where that is known. */
export function talkOf(lines: Lines, durationMs: number | null): Talk {
  const { timeline, speakers } = lines;
  const starts = new Float64Array(timeline.starts.length);
  const whose = new Int32Array(timeline.starts.length);
  let count = 0;
  for (const [rank, line] of timeline.lines.entries()) {
    const speaker = speakers[line] ?? -1;
    if (count > 0 && whose[count - 1] === speaker) continue;
    starts[count] = timeline.starts[rank] ?? 0;
    whose[count++] = speaker;
  }
  const last = timeline.starts.at(-1) ?? 0;
  return {
    starts: starts.subarray(0, count),
    speakers: whose.subarray(0, count),
    endMs: Math.max(last, durationMs ?? last),
  };
}

/** Who talks at a time; null for nobody or nobody named. */
export function speakerAt({ starts, speakers }: Talk, ms: number): number | null {
  const speaker = speakers[countWhile(starts.length, (i) => (starts[i] ?? 0) <= ms) - 1] ?? -1;
  return speaker < 0 ? null : speaker;
}

/** How long each of `count` speakers talks, in ms. */
export function talkTimes({ starts, speakers, endMs }: Talk, count: number): number[] {
  const times = new Array<number>(count).fill(0);
  for (const [i, speaker] of speakers.entries()) {
    const lasts = (starts[i + 1] ?? endMs) - (starts[i] ?? endMs);
    if (speaker >= 0 && speaker < count) times[speaker] = (times[speaker] ?? 0) + lasts;
  }
  return times;
}

/** The line that begins the next turn of somebody else which ends with a question; null when there is none. */
export function nextQuestion(lines: Lines, positionMs: number): number | null {
  const heard = lines.speakers[lineAt(lines.timeline, positionMs)] ?? -1;
  // Where nobody is named, everybody can be somebody else.
  const asks = (line: number) =>
    (heard < 0 || lines.speakers[line] !== heard) && endsAsQuestion(lines.at(lines.lastOfTurn(line)).text);
  const later = lines.turnStarts.lines.subarray(rankAt(lines.turnStarts, positionMs) + 1);
  return later.find(asks) ?? null;
}

/** Whether the last sentence has a question mark: Latin, Greek, Arabic, Armenian, full-width; closing marks may follow it. */
function endsAsQuestion(text: string): boolean {
  return /[?\u037e؟՞？⁇⁈][!?\p{Pe}\p{Pf}\p{Pi}"'\s]*$/u.test(text);
}
