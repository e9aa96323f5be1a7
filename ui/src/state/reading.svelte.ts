// One transcript being read: which line is lit, which has the focus, and whether the view follows the light.
import { followingAfter } from '../core/following';
import type { Following, FollowingEvent } from '../core/following';
import { lineAt, lineBeside, Lines, type Timeline } from '../core/lines';
import type { Click } from '../core/settings';
import { nextQuestion, talkOf, type Talk } from '../core/talk';
import { quotesByLine } from '../core/text';
import type { Section, Transcript } from '../ipc/bindings';
import type { Playback } from './playback.svelte';

export class Reading {
  readonly transcript: Transcript;
  readonly lines: Lines;
  readonly quotes: Map<number, string[]>;
  following = $state<Following>('following');
  /** The line that has, or had last, the keyboard’s focus; −1 before any had. */
  focused = $state(-1);
  /** Counts the moves by ↑ and ↓, which take the keyboard's focus along. */
  focusMoves = $state(0);
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

  readonly #durationMs: number | null = $derived.by(() => this.#playback.player.durationMs);
  /** Who talks when. */
  readonly talk: Talk = $derived.by(() => talkOf(this.lines, this.#durationMs));

  /** `follows`: whether the view follows the light from the beginning. */
  constructor(transcript: Transcript, playback: Playback, follows = true) {
    this.transcript = transcript;
    this.#playback = playback;
    this.lines = new Lines(transcript.lines);
    this.quotes = quotesByLine(transcript.pullQuotes);
    if (!follows) this.note('scrolled');
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
  hear(index: number, { play, preRollMs }: Click): void {
    const startMs = this.lines.startMs(index);
    if (startMs === null || !this.canHear(index)) return;
    this.#chosen = index;
    this.note('chose');
    void this.#playback.seek(startMs - preRollMs, play);
  }

  /** Hears the line of that time; answers whether there is one. */
  hearAt(ms: number, click: Click): boolean {
    const index = lineAt(this.lines.timeline, ms);
    if (index >= 0) this.hear(index, click);
    return index >= 0;
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

  /** Moves the line focus: from the lit line while that is followed, else from where it was, or into view. */
  moveFocus(by: 1 | -1): void {
    const last = this.lines.count - 1;
    if (last < 0) return;
    const followed = this.following === 'following' ? this.lit : -1;
    const from = followed >= 0 ? followed : this.focused;
    this.focused = Math.min(last, Math.max(0, from >= 0 ? from + by : this.topLine));
    this.focusMoves += 1;
    this.note('scrolled');
  }
}

/** A section comes back from the engine as frames have it. */
function sameSection(one: Section, other: Section | null): boolean {
  const near = (a: number, b: number) => Math.abs(a - b) < 1;
  return other !== null && near(one.fromMs, other.fromMs) && near(one.toMs, other.toMs);
}
