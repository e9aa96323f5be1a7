// What a person can choose for the window, what is chosen at first, and what it comes to.
import type { Face, LineSpacing, Settings } from '../ipc/bindings';

export const DEFAULTS: Settings = {
  locale: 'system',
  theme: 'system',
  textSize: 100,
  face: 'serif',
  lineSpacing: 'normal',
  follows: true,
  clickPlays: true,
  clickTarget: 'word',
  preRollS: 0,
  copyFormat: 'quote',
  characterKeys: true,
  keys: {},
};

/** The sizes that text steps through, in per cent. */
export const TEXT_SIZES: readonly number[] = [80, 90, 100, 110, 125, 150, 175, 200, 225, 250];

/** How long before what was clicked it can begin, in seconds. */
export const PRE_ROLLS: readonly number[] = [0, 0.5, 1, 2];

/** How high lines are against their letters. */
export const LEADINGS: Record<LineSpacing, number> = { tight: 1.42, normal: 1.62, wide: 1.85, double: 2.1 };

export const FACES: Record<Face, string> = {
  serif: 'var(--book-face)',
  sans: 'var(--app-face)',
  dyslexic: 'var(--legible-face)',
};

/** The next larger (1) or smaller (−1) size; at either end the same. */
export function sizeBeside(size: number, by: 1 | -1): number {
  const found = by > 0 ? TEXT_SIZES.find((one) => one > size) : TEXT_SIZES.findLast((one) => one < size);
  return found ?? size;
}

/** What a click on a line, a word or a key point does. */
export interface Click {
  /** Starts a player that stands. */
  readonly play: boolean;
  /** So long before what was clicked it begins. */
  readonly preRollMs: number;
}

export function clickOf({ clickPlays, preRollS }: Settings): Click {
  return { play: clickPlays, preRollMs: preRollS * 1000 };
}
