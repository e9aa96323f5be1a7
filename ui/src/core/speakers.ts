// How a speaker is told from the others: a hue and a shape, the same wherever the speaker appears.

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
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
