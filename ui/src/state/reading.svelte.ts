// One transcript being read: which line and word are lit, which line has the focus, and whether the view follows the light.
import { tick, untrack } from 'svelte';
import { followingAfter } from '../core/following';
import type { Following, FollowingEvent } from '../core/following';
import { countOf, type Hits } from '../core/hits';
import { lineAt, lineBeside, Lines, type Timeline } from '../core/lines';
import type { Click } from '../core/settings';
import { allRows, lineBesideIn, rowsOf, type Rows } from '../core/rows';
import { nextQuestion, talkOf, type Talk } from '../core/talk';
import { quotesByLine, type Quote } from '../core/text';
import { timeSpoken } from '../core/time';
import { isGuess, sentenceOf, stretchAt, wordAt, wordOrigin, type Stretch } from '../core/words';
import type { Passage, Section, Times, Transcript, Words } from '../ipc/bindings';
import { m } from '../../paraglide/messages';
import type { Playback } from './playback.svelte';
import { LineWords } from './words.svelte';

/** What is asked for as it is needed. */
export interface TextSource {
  words(line: number): Promise<Words>;
  /** Where each pull quote is said; null for one that is paraphrased. */
  quotes(): Promise<readonly (Passage | null)[]>;
  report(problem: unknown): void;
}

const FEW_HITS = 1_000;
/** So far below the upper edge the line that is followed comes, in px. */
const FOLLOWED_PX = 120;
/** A line isn't taken to last longer, where the next one begins much later. */
const LONGEST_LINE_MS = 120_000;

/** A place of the view: so many px below where a line begins. */
export interface Place {
  line: number;
  below: number;
}

/** A stretch of a line that is lit. */
export interface LitWord {
  line: number;
  at: Stretch;
  /** Whether its time was worked out between two others. */
  guess: boolean;
}

/** A word that was found in the sound is heard from a little before, lest its first consonant is cut off. */
const LEAD_MS = 60;

const NO_LINES = new Lines({
  text: '',
  textEnds: [],
  startsMs: [],
  origins: { first: [], value: [] },
  turns: { first: [], value: [] },
  emphasis: [],
});

export class Reading {
  readonly transcript: Transcript;
  /** With the times that are known by now. */
  lines: Lines = $state.raw(NO_LINES);
  /** The pull quotes beside each line. */
  readonly quotes: Map<number, Quote[]>;
  readonly words: LineWords;
  following = $state<Following>('following');
  /** The line that has, or had last, the keyboard’s focus; −1 before any had. */
  focused = $state(-1);
  /** Counts the moves by ↑ and ↓, which take the keyboard's focus along. */
  focusMoves = $state(0);
  /** What was asked to be shown last, whether or not it can be heard. */
  shown = $state.raw<Passage | null>(null);
  /** The speaker whose words alone are read, as an index; null for everybody's. */
  only = $state<number | null>(null);
  /** Whether they alone are heard, too. */
  playsOnly = $state(false);
  /** The first lines of what others say that is unfolded all the same. */
  #opened = $state.raw<readonly number[]>([]);
  /** What the list has rows for. */
  readonly rows: Rows = $derived.by(() =>
    this.only === null ? allRows(this.lines.count) : rowsOf(this.lines.speakers, this.only, this.#opened),
  );
  /** Where the view is, and the way back there; set by the list while there is one. */
  place: (() => Place) | null = null;
  goTo: ((place: Place) => void) | null = null;
  /** The first and the last line in view. */
  topLine = $state(0);
  lastLine = $state(0);

  readonly #playback: Playback;
  /** The line last chosen by the person, which decides between lines that start at the same instant. */
  #chosen = $state(-1);

  /** The line being heard; −1 before the first. Only its changes reach the rows. */
  readonly lit: number = $derived.by(() =>
    this.#playback.hasAudio ? lineAt(this.lines.timeline, this.#playback.positionMs, this.#chosen) : -1,
  );

  readonly #litWords: Words | null = $derived.by(() => {
    if (this.lit < 0) return null;
    // The next line's are there by the time that it is lit.
    untrack(() => this.words.of(Math.min(this.lit + 1, this.lines.count - 1)));
    return this.words.of(this.lit);
  });
  readonly #litIndex: number = $derived.by(() =>
    this.#litWords === null ? -1 : wordAt(this.#litWords, this.#playback.positionMs),
  );
  readonly #litSentence: number = $derived.by(() =>
    this.#litWords === null ? -1 : sentenceOf(this.#litWords, this.#litIndex),
  );

  /** The word being heard; null where that isn't known. Changes only when the word does. */
  readonly litWord: LitWord | null = $derived.by(() => {
    const at = this.#litWords?.words[this.#litIndex];
    if (at === undefined || this.#litWords === null) return null;
    return { line: this.lit, at, guess: isGuess(wordOrigin(this.#litWords, this.#litIndex)) };
  });
  /** The sentence being heard, in the lit line. */
  readonly litSentence: Stretch | null = $derived.by(
    () => this.#litWords?.sentences[this.#litSentence] ?? null,
  );

  readonly #durationMs: number | null = $derived.by(() => this.#playback.player.durationMs);
  /** Who talks when. */
  readonly talk: Talk = $derived.by(() => talkOf(this.lines, this.#durationMs));

  /** What was so before a line was chosen. */
  #left: { positionMs: number; playing: boolean; chosen: number } | null = null;
  #hearing: Promise<void> = Promise.resolve();
  /** Where each of the transcript's pull quotes is said; null while that isn't known. */
  #said = $state.raw<readonly (Passage | null)[] | null>(null);

  /** `follows`: whether the view follows the light from the beginning. */
  constructor(transcript: Transcript, playback: Playback, source: TextSource, follows = true) {
    this.transcript = transcript;
    this.words = new LineWords(
      (line) => source.words(line),
      (problem) => source.report(problem),
    );
    this.#playback = playback;
    this.lines = new Lines(transcript.lines);
    this.quotes = quotesByLine(transcript.pullQuotes);
    if (!follows) this.note('scrolled');
    if (transcript.pullQuotes.length > 0) void this.#findQuotes(source);
  }

  /** Where a pull quote is said; null where it is paraphrased, undefined while that isn't known. */
  passageOf({ place }: Quote): Passage | null | undefined {
    return this.#said?.[place];
  }

  async #findQuotes(source: TextSource): Promise<void> {
    try {
      this.#said = await source.quotes();
    } catch (problem) {
      source.report(problem);
    }
  }

  /** The lines have other times now, and so may their words. */
  takeTimes({ startsMs, origins }: Times): void {
    this.lines = new Lines({ ...this.transcript.lines, startsMs, origins });
    this.words.drop();
  }

  note(event: FollowingEvent): void {
    this.following = followingAfter(event);
  }

  toggleFollowing(): void {
    this.note(this.following === 'following' ? 'scrolled' : 'resumed');
  }

  /** Whether the quotes beside a line need room of their own, as others follow close by. */
  isCrowded(index: number): boolean {
    return [1, 2, 3].some((below) => this.quotes.has(index + below));
  }

  /** Whether a click on the line is heard. */
  canHear(index: number): boolean {
    return this.#playback.hasAudio && this.lines.startMs(index) !== null;
  }

  /** Hears the line from its start, or from a little before. */
  hear(index: number, click: Click): void {
    this.#hear(index, this.lines.startMs(index), click);
  }

  #hear(index: number, startMs: number | null, { play, preRollMs }: Click): void {
    if (startMs === null || !this.canHear(index)) return;
    const { positionMs, playing } = this.#playback;
    this.#left = { positionMs, playing, chosen: this.#chosen };
    this.#chosen = index;
    this.note('chose');
    this.#hearing = this.#playback.seek(startMs - preRollMs, play);
  }

  /** What was heard last was the first click of two, which select a word: goes on where that was left. */
  async unhear(): Promise<void> {
    const left = this.#left;
    if (left === null) return;
    this.#left = null;
    this.note('selected');
    await this.#hearing;
    this.#chosen = left.chosen;
    if (!left.playing && this.#playback.playing) await this.#playback.toggle();
    await this.#playback.seek(left.positionMs);
  }

  /** Hears a word of a line whose words are known, or from a little before; the line, where words have no times. */
  hearWord(index: number, word: number, click: Click): void {
    const words = this.words.of(index);
    const startMs = words?.startsMs[word] ?? this.lines.startMs(index);
    // A line's first word is heard from the line's start, so that it is this line that is lit.
    const lead = word > 0 && words && wordOrigin(words, word) === 'aligned' ? LEAD_MS : 0;
    this.#hear(index, startMs === null ? null : startMs - lead, click);
  }

  /** Hears a passage from its first word; where it has no time, shows it. */
  hearPassage(passage: Passage, click: Click): void {
    const startMs = this.startOf(passage);
    if (startMs !== null && this.canHear(passage.line)) this.#hear(passage.line, startMs, click);
    else this.show(passage);
  }

  /** When a passage's first word is said, as far as that is known by now. */
  startOf({ line, start }: Passage): number | null {
    const words = this.words.of(line);
    const before = words === null ? -1 : stretchAt(words.words, start);
    // A quotation mark before the word belongs to it.
    const word = (words?.words[before]?.[1] ?? 0) > start ? before : before + 1;
    return words?.startsMs[word] ?? this.lines.startMs(line);
  }

  /** About when a passage is said: its line's time, and of what follows that as much as lies before it in the line. */
  timeOf({ line, start }: { line: number; start: number }): number | null {
    const section = this.lines.section(line, this.#durationMs);
    if (section === null) return this.lines.startMs(line);
    const share = start / Math.max(1, this.lines.lengthOf(line));
    return section.fromMs + share * Math.min(section.toMs - section.fromMs, LONGEST_LINE_MS);
  }

  /** About when each hit is said; NaN for those in lines without a time. */
  timesOf(hits: Hits): Float64Array {
    const times = new Float64Array(countOf(hits));
    // Of very many nobody sees where in their lines they are.
    const exact = times.length <= FEW_HITS;
    for (let index = 0; index < times.length; index++) {
      const [line, start] = [hits.listed[index * 3] ?? 0, hits.listed[index * 3 + 1] ?? 0];
      times[index] = (exact ? this.timeOf({ line, start }) : this.lines.startMs(line)) ?? NaN;
    }
    return times;
  }

  /** Hears a line, or where it can't be heard shows it. */
  goToLine(line: number, click: Click): void {
    this.unfold(line);
    if (this.canHear(line)) this.hear(line, click);
    else this.show({ line, start: 0, end: 0 });
  }

  /** Brings a passage into view, which ends the following. */
  show(passage: Passage): void {
    this.note('scrolled');
    this.unfold(passage.line);
    this.shown = { ...passage };
  }

  /** Hears the line of that time; answers whether there is one. */
  hearAt(ms: number, click: Click): boolean {
    const index = lineAt(this.lines.timeline, ms);
    if (index >= 0) this.hear(index, click);
    return index >= 0;
  }

  /** Shows the line of that time. */
  showAt(ms: number): void {
    const line = lineAt(this.lines.timeline, ms);
    if (line >= 0) this.show({ line, start: 0, end: 0 });
  }

  /** What is said at that time. */
  textAt(ms: number): string {
    const index = lineAt(this.lines.timeline, ms);
    return index < 0 ? '' : this.lines.at(index).text;
  }

  /** Hears the next turn of a speaker, after the last one the first. */
  hearNextTurnOf(speaker: number, click: Click): void {
    const index = this.lines.nextTurnOf(speaker, this.#playback.positionMs);
    if (index !== null) this.hear(index, click);
  }

  /** Hears the next turn of somebody else that ends with a question; answers whether there is one. */
  hearNextQuestion(click: Click): boolean {
    const index = nextQuestion(this.lines, this.#playback.positionMs);
    if (index !== null) this.hear(index, click);
    return index !== null;
  }

  /** The position at the ear, in ms. */
  get positionMs(): number {
    return this.#playback.positionMs;
  }

  /** The one line that Tab leads to. */
  get tabbable(): number {
    return this.focused >= 0 ? this.focused : Math.max(0, this.lit);
  }

  /** Whether the sound stands where no line but the first has begun, as after an opening. */
  get atStart(): boolean {
    return this.lit <= 0 && !this.#playback.playing;
  }

  /** The line that a key means: the one that has the focus, else the one that is heard. */
  get meant(): number {
    const focused = document.activeElement?.closest<HTMLElement>('[data-line]')?.dataset.line;
    return focused === undefined ? this.lit : Number(focused);
  }

  /** Whether the line is what is played round and round. */
  isLooped(index: number): boolean {
    const section = this.#section(index);
    return section !== null && sameSection(section, this.#playback.player.repeat);
  }

  /** Plays the line round and round; where that is so already, plays on. */
  loop(index: number): void {
    const section = this.#section(index);
    if (section === null) return;
    if (this.isLooped(index)) {
      void this.#playback.clearLoop();
      return;
    }
    // What lies outside of a loop is gone to before there is one: a seek there ends it.
    if (this.lit !== index) this.hear(index, { play: false, preRollMs: 0 });
    void this.#playback.loop(section);
  }

  /** Plays the line again, slowly, and goes on from there as before. */
  replaySlowly(index: number): void {
    const section = this.#section(index);
    if (section === null) return;
    this.#chosen = index;
    this.note('chose');
    void this.#playback.replaySlowly(section);
  }

  /** Goes to the next (1) or previous (−1) line that has a time. */
  step(by: 1 | -1): void {
    this.#goBeside(this.lines.timeline, by);
  }

  /** Goes to where the next (1) or previous (−1) turn begins. */
  stepTurn(by: 1 | -1): void {
    this.#goBeside(this.lines.turnStarts, by);
  }

  #goBeside(timeline: Timeline, by: 1 | -1): void {
    const index = lineBeside(timeline, this.#playback.positionMs, by);
    const startMs = index === null ? null : this.lines.startMs(index);
    if (startMs !== null) void this.#playback.seek(startMs);
  }

  #section(index: number): Section | null {
    return this.canHear(index) ? this.lines.section(index, this.#playback.player.durationMs) : null;
  }

  /** Reads one speaker's words alone, or everybody's; what is read stays where it is. */
  readOnly(speaker: number | null): void {
    const top = this.place?.() ?? null;
    this.#opened = [];
    this.only = speaker;
    if (speaker === null) this.playsOnly = false;
    const follows = this.following === 'following' && this.lit >= 0;
    const place = follows && top !== null && top.line > 0 ? { line: this.lit, below: -FOLLOWED_PX } : top;
    if (place !== null) void tick().then(() => this.goTo?.(place));
  }

  /** Shows a line that is folded away, with those beside it. */
  unfold(line: number): void {
    if (this.rows.shows(line)) return;
    this.#opened = [...this.#opened, this.rows.at(this.rows.of(line)).line];
  }

  /** Run as an effect: where one speaker alone is heard, what others say is passed over. */
  keepToOnly(): void {
    const { only, lit, lines } = this;
    if (only === null || !this.playsOnly || !this.#playback.playing) return;
    if (lit >= 0 && lines.speakers[lit] === only) return;
    untrack(() => {
      const next = lines.nextOf(only, this.#playback.positionMs);
      const startMs = next === null ? null : lines.startMs(next);
      if (startMs === null) void this.#playback.toggle();
      else void this.#playback.seek(startMs);
    });
  }

  /** Moves the line focus: from the lit line while that is followed, else from where it was, or into view. */
  moveFocus(by: 1 | -1): void {
    const last = this.lines.count - 1;
    if (last < 0) return;
    const followed = this.following === 'following' ? this.lit : -1;
    const from = followed >= 0 ? followed : this.focused;
    this.focused = from >= 0 ? lineBesideIn(this.rows, from, by) : Math.min(last, Math.max(0, this.topLine));
    this.focusMoves += 1;
    this.note('scrolled');
  }
}

/** What a screen reader is to say of the line that is heard: who speaks, when, and what is said. */
export function lineSpoken({ lines, lit, transcript }: Reading): string {
  if (lit < 0) return m.line_none_heard();
  const { speaker, startMs, text } = lines.at(lit);
  const name = speaker === null ? undefined : transcript.speakers[speaker]?.name;
  return [name, startMs === null ? undefined : timeSpoken(startMs), text].filter(Boolean).join('. ');
}

/** A section comes back from the engine as frames have it. */
function sameSection(one: Section, other: Section | null): boolean {
  const near = (a: number, b: number) => Math.abs(a - b) < 1;
  return other !== null && near(one.fromMs, other.fromMs) && near(one.toMs, other.toMs);
}
