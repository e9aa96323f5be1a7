// What the fake backend answers a reader: words with their times, searches, pull quotes in the text, and an invented voice's peaks.
import type { Hits } from '../core/hits';
import { Lines } from '../core/lines';
import type { Origin, Passage, PullQuote, Query, Section, Times, Transcript, Words } from './bindings';

/** Letters a second, where nothing tells when a line ends. */
const PACE = 15;
/** Nobody speaks slower than this. */
const SLOWEST = 5;

export class FakeText {
  #lines: Lines;
  readonly #columns: Transcript['lines'];
  readonly #begun = new Map<number, number>();
  /** Whether words are found in the sound. */
  #found = false;
  readonly #speakers: string[];
  readonly #quotes: readonly PullQuote[];
  readonly #durationMs: number | null;
  #folded: string[] | null = null;

  constructor(transcript: Transcript, durationMs: number | null) {
    this.#columns = transcript.lines;
    this.#lines = new Lines(transcript.lines);
    this.#speakers = transcript.speakers.map(({ name }) => fold(name));
    this.#quotes = transcript.pullQuotes;
    this.#durationMs = durationMs;
  }

  /** A line begins there, as a person said; null takes that back. */
  begin(line: number, atMs: number | null): void {
    if (atMs === null) this.#begun.delete(line);
    else this.#begun.set(line, atMs);
  }

  /** When lines are said: as found in the sound, or as in the file. */
  times(found: boolean): Times {
    this.#found = found;
    const { startsMs, origins } = this.#columns;
    const times: Times = found
      ? {
          startsMs: startsMs.map((start, line) => this.#begun.get(line) ?? start),
          origins: { first: [0], value: ['aligned'] },
        }
      : { startsMs, origins };
    this.#lines = new Lines({ ...this.#columns, ...times });
    return times;
  }

  /** The words of a line, which share its time by their letters. */
  words(index: number): Words {
    if (index >= this.#lines.count) return { words: [], startsMs: [], origins: NO_RUNS, sentences: [] };
    const { text, startMs } = this.#lines.at(index);
    const words = segments(text, 'word').filter(([start, end]) =>
      /[\p{L}\p{N}]/u.test(text.slice(start, end)),
    );
    const letters = words.map(([start, end]) => end - start);
    const all = letters.reduce((sum, next) => sum + next, 0);
    const section = this.#lines.section(index, this.#durationMs);
    const lengthMs = section
      ? Math.min(section.toMs - section.fromMs, (all / SLOWEST) * 1000)
      : (all / PACE) * 1000;
    let said = 0;
    const startsMs = letters.map((count) => {
      const begin = (startMs ?? 0) + (lengthMs * said) / all;
      said += count;
      return begin;
    });
    const timed = startMs !== null && words.length > 0;
    return {
      words,
      startsMs: timed ? startsMs : [],
      origins: timed ? { first: [0], value: [this.#found ? 'aligned' : 'estimated'] } : NO_RUNS,
      sentences: segments(text, 'sentence'),
    };
  }

  /** Everything that is found; throws what is wrong with an expression. */
  find({ typed, wholeWord, expression }: Query): Hits {
    const { text, speaker } = spokenBy(typed);
    const pattern = patternOf(text, wholeWord, expression);
    const listed: number[] = [];
    for (const [index, folded] of this.#foldedLines().entries()) {
      if (speaker !== null && !this.#speaks(index, speaker)) continue;
      if (text === '') {
        if (speaker !== null) listed.push(index, 0, this.#lines.at(index).text.length);
        continue;
      }
      for (const match of folded.matchAll(pattern)) {
        if (match[0] === '') continue;
        const [start, end] = unfolded(this.#lines.at(index).text, match.index, match.index + match[0].length);
        listed.push(index, start, end);
      }
    }
    return { total: listed.length / 3, listed: new Uint32Array(listed) };
  }

  /** Where each pull quote is said in one line; null for the others. */
  quotes(): (Passage | null)[] {
    return this.#quotes.map(({ text, line: beside }) => {
      const quote = fold(text).match(WORDS);
      if (quote === null) return null;
      const said = new RegExp(`${NO_LETTER_BEFORE}${quote.join('[^\\p{L}\\p{N}]+')}${NO_LETTER_AFTER}`, 'u');
      const away = ({ line }: Passage) => Math.abs(line - (beside ?? 0));
      let nearest: Passage | null = null;
      for (const [line, folded] of this.#foldedLines().entries()) {
        const match = said.exec(folded);
        if (match === null) continue;
        const [start, end] = unfolded(this.#lines.at(line).text, match.index, match.index + match[0].length);
        const found = { line, start, end };
        if (nearest === null || away(found) < away(nearest)) nearest = found;
      }
      return nearest;
    });
  }

  /** When its lines begin, in ms. */
  get starts(): Float64Array {
    return this.#lines.timeline.starts;
  }

  #speaks(index: number, name: string): boolean {
    const { speaker } = this.#lines.at(index);
    return speaker !== null && (this.#speakers[speaker] ?? '').includes(name);
  }

  #foldedLines(): string[] {
    this.#folded ??= Array.from({ length: this.#lines.count }, (_, i) => fold(this.#lines.at(i).text));
    return this.#folded;
  }
}

/** Peaks of a voice that rises and falls in each line and rests between them; not known from `knownMs` on. */
export function voicePeaks(
  starts: ArrayLike<number>,
  knownMs: number,
  { fromMs, toMs }: Section,
  width: number,
): Int16Array {
  const peaks = new Int16Array(width * 2);
  let rank = 0;
  for (let part = 0; part < width; part++) {
    const atMs = fromMs + ((toMs - fromMs) * part) / width;
    while ((starts[rank + 1] ?? Infinity) <= atMs) rank++;
    const known = atMs < knownMs;
    const height = known ? loudness(atMs, starts[rank] ?? 0, starts[rank + 1] ?? Infinity) : 0;
    peaks[part * 2] = known ? -height : 32_767;
    peaks[part * 2 + 1] = known ? height * 0.9 : -32_768;
  }
  return peaks;
}

function loudness(atMs: number, beginMs: number, endMs: number): number {
  const rest = Math.min(400, (endMs - beginMs) / 5);
  if (atMs < beginMs || atMs > endMs - rest) return 300;
  const seconds = atMs / 1000;
  const syllables = 0.55 + 0.45 * Math.sin(seconds * 27) * Math.sin(seconds * 7.3 + 1);
  const sentence = 0.75 + 0.25 * Math.sin(seconds * 1.9);
  return Math.round(1_500 + 17_000 * syllables * sentence);
}

const WORDS = /[\p{L}\p{N}]+/gu;
const NO_LETTER_BEFORE = '(?<![\\p{L}\\p{N}])';
const NO_LETTER_AFTER = '(?![\\p{L}\\p{N}])';
const NO_RUNS: { first: number[]; value: Origin[] } = { first: [], value: [] };

/** `speaker:name` or `speaker:"first last"` taken out of what was typed. */
function spokenBy(typed: string): { text: string; speaker: string | null } {
  const found = /(?:^|\s)speaker:(?:"([^"]*)"?|(\S*))\s*/i.exec(typed);
  if (found === null) return { text: typed, speaker: null };
  const before = typed.slice(0, found.index);
  const after = typed.slice(found.index + found[0].length);
  const name = fold(found[1] ?? found[2] ?? '').trim();
  return {
    text: [before, after].filter((part) => part !== '').join(' '),
    speaker: name === '' ? null : name,
  };
}

function patternOf(text: string, wholeWord: boolean, expression: boolean): RegExp {
  const source = expression ? text : fold(text).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  try {
    return new RegExp(wholeWord ? `${NO_LETTER_BEFORE}(?:${source})${NO_LETTER_AFTER}` : source, 'giu');
  } catch (problem) {
    throw new Error(
      `This is no regular expression: ${problem instanceof Error ? problem.message : source}.`,
      {
        cause: problem,
      },
    );
  }
}

/** Without case, accents and typographic marks. */
function fold(text: string): string {
  let folded = '';
  for (const character of text) folded += foldedOne(character);
  return folded;
}

function foldedOne(character: string): string {
  if (character < '\u0080') return /\s/.test(character) ? ' ' : character.toLowerCase();
  return character
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[‘’‚ʼ]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/ß/g, 'ss')
    .replace(/\s/g, ' ');
}

/** A place in a folded text as one in the text that it was. */
function unfolded(text: string, start: number, end: number): [number, number] {
  let [folded, original, from] = [0, 0, -1];
  for (const character of text) {
    if (folded >= end) break;
    if (from < 0 && folded + foldedOne(character).length > start) from = original;
    folded += foldedOne(character).length;
    original += character.length;
  }
  return [Math.max(0, from), original];
}

/** Words or sentences as [start, end), without the space after them. */
function segments(text: string, granularity: 'word' | 'sentence'): [number, number][] {
  return Array.from(new Intl.Segmenter('en', { granularity }).segment(text), ({ index, segment }) => {
    const end: [number, number] = [index, index + segment.trimEnd().length];
    return end;
  });
}
