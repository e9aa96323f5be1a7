// That hits come out of their bytes as they were found.
import { describe, expect, it } from 'vitest';
import { countOf, firstHitFrom, hitAt, hitsOf } from './hits';

const bytes = (...numbers: number[]) => new Uint32Array(numbers).buffer;

describe('an answer', () => {
  it('holds how many there are and the hits that are listed', () => {
    const hits = hitsOf(bytes(7, 0, 4, 8, 3, 0, 2));
    if (hits === null) throw new Error('There are hits.');
    expect(hits.total).toBe(7);
    expect(countOf(hits)).toBe(2);
    expect(hitAt(hits, 1)).toEqual({ line: 3, start: 0, end: 2 });
    expect(hitAt(hits, 2)).toBeNull();
    expect(hitAt(hits, -1)).toBeNull();
  });

  it('of nothing found is no hits, and of a search that was stopped none at all', () => {
    expect(hitsOf(bytes(0))).toEqual({ total: 0, listed: new Uint32Array() });
    expect(hitsOf(new ArrayBuffer(0))).toBeNull();
  });
});

it.each([
  [0, 0],
  [1, 1],
  [2, 1],
  [3, 3],
  [4, 3],
  [6, 4],
])('the first hit from line %i on is number %i', (line, index) => {
  const listed = new Uint32Array([0, 0, 1, 2, 0, 1, 2, 5, 6, 5, 0, 1]);
  expect(firstHitFrom({ total: 4, listed }, line)).toBe(index);
});
