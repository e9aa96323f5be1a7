// An episode's key points: which one is being talked about, and the way to each.
import { hasBegun } from '../core/lines';
import type { Click } from '../core/settings';
import type { KeyPoint } from '../ipc/bindings';
import type { Playback } from './playback.svelte';

export class KeyPoints {
  readonly all: readonly KeyPoint[];
  readonly #playback: Playback;

  /** The one being talked about; −1 before the first. */
  readonly now: number = $derived.by(() =>
    this.#playback.hasAudio
      ? this.all.findLastIndex(({ atMs }) => hasBegun(atMs, this.#playback.positionMs))
      : -1,
  );

  constructor(all: readonly KeyPoint[], playback: Playback) {
    this.all = all;
    this.#playback = playback;
  }

  /** Goes to where one begins, or to a little before. */
  hear({ atMs }: KeyPoint, { play, preRollMs }: Click): void {
    void this.#playback.seek(atMs - preRollMs, play);
  }
}
