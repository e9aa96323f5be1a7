// The lines of a transcript's file, fetched in stretches as they come into view.
import { SvelteMap } from 'svelte/reactivity';
import { messageOf, type Backend } from '../ipc/backend';
import type { SourceLine } from '../ipc/bindings';

/** So many lines are fetched at a time. */
const STRETCH = 200;

export class Source {
  /** How many lines the file has; 0 until the first are there. */
  total = $state(0);
  /** The file is another than when the episode was opened. */
  changed = $state(false);
  /** Why the lines can't be shown. */
  problem = $state<string | null>(null);

  readonly #backend: Backend;
  readonly #episode: number;
  readonly #column: number | null;
  readonly #stretches = new SvelteMap<number, readonly SourceLine[]>();
  readonly #asked: boolean[] = [];

  /** Of a very long line what stands around the character `column` is fetched, else its beginning. */
  constructor(backend: Backend, episode: number, column: number | null = null) {
    this.#backend = backend;
    this.#episode = episode;
    this.#column = column;
  }

  /** The line at `index` (from 0), once it is there. */
  line(index: number): SourceLine | undefined {
    return this.#stretches.get(Math.floor(index / STRETCH))?.[index % STRETCH];
  }

  /** Fetches the stretch around the line at `index`, unless it was asked for already. */
  async fetch(index: number): Promise<void> {
    const stretch = Math.floor(index / STRETCH);
    if (this.#asked[stretch]) return;
    this.#asked[stretch] = true;
    try {
      const first = stretch * STRETCH + 1;
      const found = await this.#backend.sourceLines(this.#episode, first, STRETCH, this.#column);
      this.#stretches.set(stretch, found.lines);
      this.total = found.total;
      this.changed = found.changed;
    } catch (problem) {
      this.#asked[stretch] = false;
      this.problem = messageOf(problem);
    }
  }
}
