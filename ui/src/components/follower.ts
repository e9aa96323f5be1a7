// Keeps what is heard in view while a person lets it: by the line, in a long line by the sentence, in a long sentence by the word.
import { untrack } from 'svelte';
import type { Stretch } from '../core/words';
import type { Reading } from '../state/reading.svelte';
import type { Press } from './pointing';
import type { Scrolling } from './scrolling';

/** A pre-roll ends a little after its time, by the frame on which that is seen. */
const SLACK_MS = 100;

/** A place that was clicked: it is in view, and the view stays as it is until the sound has left it. */
interface Clicked {
  line: number;
  /** Null where its words aren't known. */
  sentence: Stretch | null;
  startMs: number;
  preRollMs: number;
  reached: boolean;
}

export class Follower {
  readonly #reading: Reading;
  readonly #view: Scrolling;
  readonly #press: Press;
  #clicked: Clicked | null = null;
  #moved = false;

  constructor(reading: Reading, view: Scrolling, press: Press) {
    this.#reading = reading;
    this.#view = view;
    this.#press = press;
  }

  /** A word (−1: none) of a line was clicked. */
  stay(line: number, word: number, preRollMs: number): void {
    const words = this.#reading.words.now(line);
    const start = words?.words[word]?.[0] ?? 0;
    this.#view.release();
    this.#clicked = {
      line,
      sentence: words?.sentences.findLast(([begin]) => begin <= start) ?? null,
      startMs: words?.startsMs[word] ?? this.#reading.lines.startMs(line) ?? 0,
      preRollMs,
      reached: false,
    };
  }

  /** Run as an effect: again whenever what is lit has changed so far that the view may have to move. */
  follow(): void {
    const { lit, following, atStart } = this.#reading;
    if (following !== 'following' || lit < 0) return untrack(() => this.#view.release());
    // An episode that was just opened shows what stands above its first line.
    if (atStart && !this.#moved) return;
    this.#moved = true;
    const parts = untrack(() => this.#view.isLong(lit)) ? this.#parts() : [];
    untrack(() => {
      if (this.#stays(lit, parts[0] ?? null) || this.#press.down) return;
      this.#view.bring({ line: lit, parts }, 'rest');
    });
  }

  /** The lit parts of the lit line: its sentence, and where that is too long by itself, the word in it. */
  #parts(): Stretch[] {
    const { lit, litSentence } = this.#reading;
    if (litSentence === null) return [];
    if (!untrack(() => this.#view.isLongPart(lit, litSentence))) return [litSentence];
    const word = this.#reading.litWord?.at;
    return word ? [litSentence, word] : [litSentence];
  }

  #stays(line: number, sentence: Stretch | null): boolean {
    const clicked = this.#clicked;
    if (clicked === null) return false;
    if (line === clicked.line && (sentence === null || sentence === clicked.sentence)) {
      clicked.reached = true;
      return true;
    }
    const toCome = clicked.startMs - this.#reading.positionMs;
    if (!clicked.reached && toCome >= -SLACK_MS && toCome <= clicked.preRollMs + SLACK_MS) return true;
    this.#clicked = null;
    return false;
  }
}
