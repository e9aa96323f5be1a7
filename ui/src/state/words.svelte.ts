// The words of the lines that are read or pointed at, asked for once each.
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { Words } from '../ipc/bindings';

/** A screen shows some dozens of lines; those that were read long ago are asked for again. */
const KEPT = 400;

export class LineWords {
  readonly #ask: (line: number) => Promise<Words>;
  readonly #report: (problem: unknown) => void;
  readonly #known = new SvelteMap<number, Words>();
  /** The number of the asking that a line waits for. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- what is on its way concerns nobody who draws
  readonly #asked = new Map<number, number>();
  #askings = 0;

  constructor(ask: (line: number) => Promise<Words>, report: (problem: unknown) => void) {
    this.#ask = ask;
    this.#report = report;
  }

  /** The line's words; null until they are known, which a reader is told of. */
  of(line: number): Words | null {
    const known = this.#known.get(line);
    if (known !== undefined) return known;
    if (!this.#asked.has(line)) void this.#fetch(line);
    return null;
  }

  /** The line's words where they are known; nothing is asked for them, and nobody is told. */
  now(line: number): Words | null {
    return untrack(() => this.#known.get(line) ?? null);
  }

  /** The line's words, waited for; null where they can't be had. */
  async wait(line: number): Promise<Words | null> {
    const known = this.now(line);
    if (known !== null) return known;
    await this.#fetch(line);
    return this.now(line);
  }

  /** The times of these lines' words, or of all lines', are others now: who reads them asks anew. */
  drop(lines?: Iterable<number>): void {
    const dropped = lines ?? [...this.#known.keys(), ...this.#asked.keys()];
    for (const line of dropped) {
      this.#asked.delete(line);
      this.#known.delete(line);
    }
  }

  async #fetch(line: number): Promise<void> {
    const asking = ++this.#askings;
    this.#asked.set(line, asking);
    try {
      const words = await this.#ask(line);
      // What was dropped or asked for again meanwhile is stale.
      if (this.#asked.get(line) !== asking) return;
      this.#asked.delete(line);
      this.#keep(line, words);
    } catch (problem) {
      // It stays asked for: a line whose words can't be had is read without them, and nobody is told twice.
      this.#report(problem);
    }
  }

  #keep(line: number, words: Words): void {
    for (const oldest of this.#known.keys()) {
      if (this.#known.size < KEPT) break;
      this.#known.delete(oldest);
    }
    this.#known.set(line, words);
  }
}
