// Shows what a search has found: lit in the text, and where it is on the scroll bar.
import { countOf, firstHitFrom, type Hit, type Hits } from '../core/hits';
import { stretchesIn } from '../core/search';
import type { Reading } from '../state/reading.svelte';
import type { Marks } from './marks';
import type { ListOfLines } from './scrolling';

/** Marks every hit, and the one that a person is at in its own way. */
export function paintHits(marks: Marks, hits: Hits | null, now: Hit | null): void {
  if (hits === null || countOf(hits) === 0) marks.remove('hit');
  else
    marks.set('hit', (line) =>
      stretchesIn(hits, line).filter(([start]) => line !== now?.line || start !== now.start),
    );
  if (now === null) marks.remove('hit-now');
  else marks.set('hit-now', (line) => (line === now.line ? [[now.start, now.end]] : []));
}

/** Parts of the scroll bar that are looked at; more than it has pixels on most screens. */
const PARTS = 1_000;

/** Where on the scroll bar hits are, from 0 to 1: looked for by its parts and not by the hits, of which there may be very many. */
export function hitShares(
  hits: Hits | null,
  { lines: all }: Reading,
  lines: ListOfLines,
  height: () => number,
  front: number,
): number[] {
  if (hits === null || countOf(hits) === 0) return [];
  const size = height();
  if (size <= 0) return [];
  const shares: number[] = [];
  if (countOf(hits) <= PARTS) {
    for (let index = 0; index < countOf(hits); index++) {
      const line = hits.listed[index * 3] ?? 0;
      const within = (hits.listed[index * 3 + 1] ?? 0) / Math.max(1, all.lengthOf(line));
      shares.push((front + lines.getItemOffset(line) + within * lines.getItemSize(line)) / size);
    }
    return shares;
  }
  let hit = 0;
  for (let part = 0; part < PARTS; part++) {
    const beyond = lines.findItemIndex(((part + 1) / PARTS) * size);
    const next = firstHitFrom(hits, beyond);
    if (next > hit) shares.push((part + 0.5) / PARTS);
    hit = next;
  }
  return shares;
}
