// Whether what was typed means a text, and how well: each word of it begins one of the text's, in any order.

/** Without case and accents. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** 0: the text begins with it; 1: its words stand in this order; 2: they stand in it; null: they don't. */
export function rankOf(typed: string, text: string): number | null {
  const wanted = wordsOf(typed);
  const words = wordsOf(text);
  const places = wanted.map((start) => words.findIndex((word) => beginsWith(word, start)));
  if (places.includes(-1)) return null;
  if (folded(text).startsWith(folded(typed.trim()))) return 0;
  return places.every((place, i) => i === 0 || place > (places[i - 1] ?? -1)) ? 1 : 2;
}

/** What is meant, the best first; among equals in the order in which they came. */
export function found<Item>(typed: string, items: readonly Item[], textOf: (item: Item) => string): Item[] {
  return items
    .map((item) => ({ item, rank: rankOf(typed, textOf(item)) }))
    .filter((one): one is { item: Item; rank: number } => one.rank !== null)
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}

function wordsOf(text: string): string[] {
  return folded(text)
    .split(/\s+|(?<=\p{L})-(?=\p{L})/u)
    .filter((word) => word !== '');
}

/** Quotation marks and brackets before a word are none of it, unless they are what was typed. */
function beginsWith(word: string, start: string): boolean {
  return word.startsWith(start) || word.replace(/^[^\p{L}\p{N}]+/u, '').startsWith(start);
}
