// What a search found, as it comes over the wire: numbers of 32 bits, first how many hits there are, then three for each.

export interface Hits {
  /** How many there are, also beyond those that are listed. */
  total: number;
  /** The first of them, in the order of the text: for each its line, and [start, end) in that line in UTF-16 units. */
  listed: Uint32Array;
}

export interface Hit {
  line: number;
  start: number;
  end: number;
}

/** The hits of an answer; null for the empty answer of a search that was stopped. */
export function hitsOf(bytes: ArrayBuffer): Hits | null {
  if (bytes.byteLength === 0) return null;
  const numbers = new Uint32Array(bytes);
  return { total: numbers[0] ?? 0, listed: numbers.subarray(1) };
}

/** How many hits are listed. */
export function countOf({ listed }: Hits): number {
  return listed.length / 3;
}

/** Hit number `index` of those that are listed. */
export function hitAt({ listed }: Hits, index: number): Hit | null {
  const [line, start, end] = listed.subarray(index * 3, index * 3 + 3);
  return line === undefined || start === undefined || end === undefined ? null : { line, start, end };
}

/** The first hit in or after a line; as many as are listed when there is none. */
export function firstHitFrom(hits: Hits, line: number): number {
  let low = 0;
  let high = countOf(hits);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hits.listed[middle * 3] ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}
