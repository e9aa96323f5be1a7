// A search in the open transcript: what is looked for, what was found, which hit one is at, and where one was before.
import { countOf, firstHitFrom, hitAt, type Hit, type Hits } from '../core/hits';
import type { Following } from '../core/following';
import { within } from '../core/search';
import type { Query } from '../ipc/bindings';
import { messageOf } from '../ipc/backend';
import type { Place, Reading } from './reading.svelte';

export type AskHits = (query: Query) => Promise<Hits | null>;

/** What a step went past. */
export type Wrapped = 'end' | 'beginning';

/** Where a person was before they searched. */
interface Left {
  place: Place | null;
  following: Following;
  line: number;
  focus: Element | null;
}

export class Search {
  shown = $state(false);
  typed = $state('');
  wholeWord = $state(false);
  expression = $state(false);
  /** What was found; null before anything is looked for. */
  hits = $state.raw<Hits | null>(null);
  /** The number of the hit one is at, from 0; −1 for none. */
  at = $state(-1);
  /** Why nothing can be looked for, in a sentence. */
  problem = $state<string | null>(null);
  wrapped = $state<Wrapped | null>(null);
  /** Counts how often the field was asked for. */
  asked = $state(0);

  readonly reading: Reading;
  readonly #ask: AskHits;
  #left: Left | null = null;
  #searches = 0;

  readonly now: Hit | null = $derived.by(() => (this.hits === null ? null : hitAt(this.hits, this.at)));
  /** How many hits can be stepped through. */
  readonly listed: number = $derived.by(() => (this.hits === null ? 0 : countOf(this.hits)));

  constructor(reading: Reading, ask: AskHits) {
    this.reading = reading;
    this.#ask = ask;
  }

  /** Shows the field, with `text` in it if there is one. The view stays where it is from now on. */
  open(text = ''): void {
    if (!this.shown) {
      const { following, topLine, place } = this.reading;
      const { activeElement } = document;
      const focus = activeElement?.closest('search') ? null : activeElement;
      this.#left = { place: place?.() ?? null, following, line: topLine, focus };
      this.shown = true;
    }
    if (text !== '') this.typed = text;
    this.reading.note('scrolled');
    this.asked += 1;
    if (this.typed !== '') void this.find();
  }

  /** Goes back to where one was, unless a hit was heard: then one stays with that. The focus may have gone elsewhere by itself. */
  close(focus: 'back' | 'elsewhere' = 'back'): void {
    if (!this.shown) return;
    const left = this.#left;
    this.#left = null;
    this.#searches += 1;
    this.shown = false;
    this.hits = null;
    this.at = -1;
    this.problem = this.wrapped = null;
    if (left === null) return;
    if (focus === 'back' && left.focus instanceof HTMLElement && left.focus.isConnected)
      left.focus.focus({ preventScroll: true });
    if (left.following === 'following') this.reading.note('resumed');
    else if (left.place !== null) this.reading.goTo?.(left.place);
  }

  /** Looks for what is typed; the first hit from where one reads on is the one one is at. */
  async find(): Promise<void> {
    const search = ++this.#searches;
    this.wrapped = null;
    const { typed, wholeWord, expression, reading } = this;
    if (typed.trim() === '') {
      this.hits = null;
      this.at = -1;
      this.problem = null;
      return;
    }
    const only = reading.only === null ? null : (reading.transcript.speakers[reading.only]?.name ?? null);
    try {
      const hits = await this.#ask({ typed: within(typed, only), wholeWord, expression });
      if (hits === null || search !== this.#searches) return;
      this.hits = hits;
      this.problem = null;
      const from = firstHitFrom(hits, this.now?.line ?? this.#left?.line ?? 0);
      this.#goTo(from < countOf(hits) ? from : 0);
    } catch (problem) {
      if (search !== this.#searches) return;
      this.hits = null;
      this.at = -1;
      this.problem = messageOf(problem);
    }
  }

  /** Goes to the next (1) or previous (−1) hit, and past the last one to the first. */
  step(by: 1 | -1): void {
    if (this.listed === 0) return;
    const to = this.at + by;
    this.wrapped = to >= this.listed ? 'end' : to < 0 ? 'beginning' : null;
    this.#goTo((to + this.listed) % this.listed);
  }

  /** Whether the hit one is at can be heard. */
  get canHear(): boolean {
    return this.now !== null && this.reading.canHear(this.now.line);
  }

  /** Hears the hit one is at; closing the search then leaves one there. */
  hear(play: (hit: Hit) => void): void {
    if (this.now === null || !this.canHear) return;
    this.#left = null;
    play(this.now);
  }

  #goTo(index: number): void {
    this.at = this.listed === 0 ? -1 : index;
    if (this.now !== null) this.reading.show(this.now);
  }
}
