// How a speaker is told from the others: a hue and a shape, the same wherever the speaker appears.
import { m } from '../../paraglide/messages';
import { listText } from './numbers';

export const SHAPES = ['disc', 'square', 'triangle', 'ring', 'diamond', 'frame', 'cross', 'wedge'] as const;

export type Shape = (typeof SHAPES)[number];

export interface SpeakerLook {
  /** From 1 to 8: the token `--hue-1` … `--hue-8`. */
  hue: number;
  shape: Shape;
}

/** The look of the speaker at `index`; the first 64 all differ. */
export function speakerLook(index: number): SpeakerLook {
  const count = SHAPES.length;
  const round = Math.floor(index / count);
  return { hue: (index % count) + 1, shape: SHAPES[(index + round) % count] ?? 'disc' };
}

/** "A", "A and B", "A, B and C", "A, B and 3 more". */
export function namesText(names: readonly string[]): string {
  if (names.length <= 3) return listText(names);
  return listText([...names.slice(0, 2), m.names_more({ count: names.length - 2 })]);
}
