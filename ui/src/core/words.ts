// The words and sentences of a line: which is heard at a position, which one a place in the text lies in, and how sure its time is.
import type { Origin, Words } from '../ipc/bindings';
import { countWhile, hasBegun, runAt } from './lines';

/** [start, end) in UTF-16 units of a line's text. */
export type Stretch = readonly [number, number];

/** The word heard at `positionMs`; −1 before the first, or where words have no times. */
export function wordAt({ startsMs }: Words, positionMs: number): number {
  return countWhile(startsMs.length, (word) => hasBegun(startsMs[word] ?? 0, positionMs)) - 1;
}

/** The stretch that a place in the text lies in, or that is the last one before it; −1 before the first. */
export function stretchAt(stretches: readonly Stretch[], offset: number): number {
  return countWhile(stretches.length, (place) => (stretches[place]?.[0] ?? 0) <= offset) - 1;
}

/** The sentence that holds a word; −1 where there is none. */
export function sentenceOf({ words, sentences }: Words, word: number): number {
  const start = words[word]?.[0];
  return start === undefined ? -1 : stretchAt(sentences, start);
}

export function wordOrigin({ origins }: Words, word: number): Origin {
  return origins.value[runAt(origins, word)] ?? 'none';
}

/** Whether a time was worked out between two others, and may be off by a few words. */
export function isGuess(origin: Origin): boolean {
  return origin === 'estimated' || origin === 'none';
}
