// The ends of a loop as they are set one after the other, at what is heard.
import type { Section } from '../ipc/bindings';

/** Shorter than this is no loop but a hum; the engine's own limit. */
export const SHORTEST_LOOP_MS = 100;

/** What is set so far: one end alone, or both. */
export interface Ends {
  /** The beginning, while the end isn't set. */
  readonly mark: number | null;
  readonly section: Section | null;
}

export const NO_LOOP: Ends = { mark: null, section: null };

/** The loop begins at `atMs`: a loop that is set begins there, unless that is past its end, which then has to be set. */
export function begun({ section }: Ends, atMs: number): Ends {
  const moved = section && sectionBetween(atMs, section.toMs);
  return moved && atMs < moved.toMs ? { mark: null, section: moved } : { mark: atMs, section: null };
}

/** The loop ends at `atMs`, or where that is before its beginning, begins there; null where no beginning is set. */
export function ended({ mark, section }: Ends, atMs: number): Ends | null {
  const from = section?.fromMs ?? mark;
  const found = from === null ? null : sectionBetween(from, atMs);
  return found && { mark: null, section: found };
}

/** What lies between two positions, as long as a loop must be; null where they are the same. */
function sectionBetween(one: number, other: number): Section | null {
  const [fromMs, toMs] = one < other ? [one, other] : [other, one];
  return toMs - fromMs < SHORTEST_LOOP_MS ? null : { fromMs, toMs };
}
