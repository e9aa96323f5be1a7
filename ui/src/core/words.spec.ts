// Which word is heard, which is pointed at, and how its time is known.
import { describe, expect, it } from 'vitest';
import type { Words } from '../ipc/bindings';
import { isGuess, sentenceOf, stretchAt, wordAt, wordOrigin } from './words';

/** "No. Yes, I did." */
const WORDS: Words = {
  words: [
    [0, 2],
    [4, 7],
    [9, 10],
    [11, 14],
  ],
  startsMs: [1_000, 1_600, 1_900, 2_000],
  origins: { first: [0, 2], value: ['exact', 'estimated'] },
  sentences: [
    [0, 3],
    [4, 15],
  ],
};
const UNTIMED: Words = { ...WORDS, startsMs: [], origins: { first: [], value: [] } };

describe('the word that is heard', () => {
  it.each([
    [0, -1],
    [998, -1],
    // A seek may land a fraction of a frame before the start that was asked for.
    [999.5, 0],
    [1_000, 0],
    [1_598, 0],
    [1_600, 1],
    [1_950, 2],
    [2_000, 3],
    [99_000, 3],
  ])('at %s ms is number %s', (positionMs, word) => {
    expect(wordAt(WORDS, positionMs)).toBe(word);
  });

  it('is none where words have no times', () => {
    expect(wordAt(UNTIMED, 5_000)).toBe(-1);
  });

  it('is the last of several that begin together', () => {
    expect(wordAt({ ...WORDS, startsMs: [1_000, 1_000, 1_000, 2_000] }, 1_000)).toBe(2);
  });
});

describe('a place in the text', () => {
  it.each([
    [0, 0],
    [2, 0],
    [3, 0],
    [4, 1],
    [8, 1],
    [9, 2],
    [15, 3],
  ])('%s lies in or after word %s', (offset, word) => {
    expect(stretchAt(WORDS.words, offset)).toBe(word);
  });

  it('before the first word lies in none', () => {
    expect(stretchAt([[3, 5]], 1)).toBe(-1);
    expect(stretchAt([], 0)).toBe(-1);
  });
});

it('a word is of the sentence that holds it', () => {
  expect([-1, 0, 1, 2, 3, 4].map((word) => sentenceOf(WORDS, word))).toEqual([-1, 0, 1, 1, 1, -1]);
});

it('how a word’s time is known goes by runs', () => {
  expect([0, 1, 2, 3].map((word) => wordOrigin(WORDS, word))).toEqual([
    'exact',
    'exact',
    'estimated',
    'estimated',
  ]);
  expect(wordOrigin(UNTIMED, 0)).toBe('none');
});

it('only times that were worked out are a guess', () => {
  const origins = ['exact', 'marked', 'aligned', 'estimated', 'none'] as const;
  expect(origins.filter(isGuess)).toEqual(['estimated', 'none']);
});
