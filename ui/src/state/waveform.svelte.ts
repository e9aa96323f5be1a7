// The waveform: what is seen of it, and the peaks of what is seen, asked for as they are measured.
import {
  BARS,
  isComplete,
  panned,
  placesOf,
  sees,
  turnedTo,
  within,
  whole,
  zoomed,
  type Place,
  type View,
} from '../core/waveform';
import type { Section } from '../ipc/bindings';

/** The least and the greatest sample of so many equal parts of a stretch, in pairs. */
export type AskPeaks = (fromMs: number, toMs: number, width: number) => Promise<Int16Array>;

/** A tile that is incomplete is asked for again at most this often. */
const AGAIN_MS = 500;
/** Tiles whose peaks are kept, in view or not. */
const MOST_KEPT = 512;

/** The peaks of a stretch of the sound. */
export class Peaks {
  readonly stretch: Section;
  /** Pairs, one a bar; null before there was an answer. */
  pairs = $state.raw<Int16Array | null>(null);
  /** Whether they are to be asked for. */
  wanted = true;

  constructor(stretch: Section) {
    this.stretch = stretch;
  }
}

export interface Tile extends Place {
  readonly peaks: Peaks;
}

export class Waveform {
  /** In CSS px. */
  width = $state(0);
  #chosen = $state.raw({ level: 0, fromMs: 0 });

  /** Of its own, so that nothing but another length makes another view. */
  readonly #length: number = $derived.by(() => this.#durationMs() ?? 0);
  readonly view: View = $derived(within({ ...whole(this.#length), ...this.#chosen }));
  readonly tiles: readonly Tile[] = $derived.by(() => {
    if (this.view.durationMs === 0 || this.width === 0) return [];
    return placesOf(this.view, this.width).map((place) => ({ ...place, peaks: this.#peaksOf(place) }));
  });

  readonly #durationMs: () => number | null;
  readonly #ask: AskPeaks;
  readonly #report: (problem: unknown) => void;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is shown of it: each of its values tells its own changes
  readonly #kept = new Map<string, Peaks>();
  /** Whether the view goes along with what is heard; a person who looks elsewhere is left there. */
  #follows = true;
  #isAsking = false;
  #isLetGo = false;
  #askedAgainAt = -Infinity;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(durationMs: () => number | null, ask: AskPeaks, report: (problem: unknown) => void) {
    this.#durationMs = durationMs;
    this.#ask = ask;
    this.#report = report;
  }

  get isZoomed(): boolean {
    return this.view.level > 0;
  }

  /** Closer by so many levels, or further away, about a place in the view from 0 to 1. */
  zoom(levels: number, share: number, positionMs: number): void {
    this.#look(zoomed(this.view, levels, share), positionMs);
  }

  /** Along by so much of the view. */
  pan(share: number, positionMs: number): void {
    this.#look(panned(this.view, share), positionMs);
  }

  showAll(): void {
    this.#chosen = { level: 0, fromMs: 0 };
    this.#follows = true;
  }

  /** What is heard is at `positionMs` now: the view goes there, a page at a time. */
  follow(positionMs: number): void {
    if (sees(this.view, positionMs)) this.#follows = true;
    else if (this.#follows) this.#look(turnedTo(this.view, positionMs), positionMs);
  }

  /** Asks for the peaks of the tiles in view that weren't asked for yet. */
  async load(): Promise<void> {
    while (!this.#isAsking && !this.#isLetGo) {
      const wanted = this.tiles.filter(({ peaks }) => peaks.wanted);
      const [first, last] = [wanted[0], wanted.at(-1)];
      if (first === undefined || last === undefined) return;
      // What is measured while the answer is on its way makes it wanted again.
      for (const { peaks } of wanted) peaks.wanted = false;
      this.#isAsking = true;
      try {
        const bars = (last.index - first.index + 1) * BARS;
        const pairs = await this.#ask(first.fromMs, last.toMs, bars);
        for (const { index, peaks } of wanted) {
          const from = (index - first.index) * BARS * 2;
          peaks.pairs = pairs.slice(from, from + BARS * 2);
        }
      } catch (problem) {
        if (!this.#isLetGo) this.#report(problem);
      } finally {
        this.#isAsking = false;
      }
    }
  }

  /** More of the sound is measured: what was incomplete is asked for again, soon. */
  measured(): void {
    clearTimeout(this.#again);
    const waitMs = this.#askedAgainAt + AGAIN_MS - Date.now();
    if (waitMs <= 0) this.#askAgain();
    else this.#again = setTimeout(() => this.#askAgain(), waitMs);
  }

  /** Nothing is asked for any more. */
  release(): void {
    this.#isLetGo = true;
    clearTimeout(this.#again);
  }

  #look(view: View, positionMs: number): void {
    this.#chosen = { level: view.level, fromMs: view.fromMs };
    this.#follows = sees(view, positionMs);
  }

  #askAgain(): void {
    this.#askedAgainAt = Date.now();
    for (const peaks of this.#kept.values()) {
      const { pairs, stretch } = peaks;
      if (pairs === null || !isComplete(pairs, stretch, this.view.durationMs)) peaks.wanted = true;
    }
    void this.load();
  }

  #peaksOf(place: Place): Peaks {
    const kept = this.#kept.get(place.key) ?? new Peaks(place);
    // Those used last come last, and the first ones go.
    this.#kept.delete(place.key);
    this.#kept.set(place.key, kept);
    for (const key of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(key);
    }
    return kept;
  }
}
