// Marks stretches of the lines' text by the CSS Custom Highlight API: nothing is added to the document, so nothing is laid out anew.
import type { Stretch } from '../core/words';

/** `styles/marks.css` says how each looks. */
export type Mark = 'word' | 'word-about' | 'sentence' | 'pointed' | 'hit' | 'hit-now';

/** The stretches of a line that are marked. */
export type Marked = (line: number) => readonly Stretch[];

/** The marks on one list of lines, of which only those in view are in the document. */
export class Marks {
  readonly #texts = new Map<number, HTMLElement>();
  readonly #painted = new Map<Mark, Painted>();

  /** The element that holds a line's text has come into the document; the answer is to be called when it leaves. */
  show(line: number, text: HTMLElement): () => void {
    this.#texts.set(line, text);
    for (const painted of this.#painted.values()) painted.paint(line, text);
    return () => {
      if (this.#texts.get(line) !== text) return;
      this.#texts.delete(line);
      for (const painted of this.#painted.values()) painted.clear(line);
    };
  }

  /** The element that holds a line's text; null while that isn't in the document. */
  textOf(line: number): HTMLElement | null {
    return this.#texts.get(line) ?? null;
  }

  /** From now on these stretches are marked so, and no others. */
  set(mark: Mark, marked: Marked): void {
    this.remove(mark);
    const painted = new Painted(mark, marked);
    this.#painted.set(mark, painted);
    for (const [line, text] of this.#texts) painted.paint(line, text);
  }

  /** Marks the word that is heard, and how sure that is; null for none. */
  light(word: { line: number; at: Stretch; guess: boolean } | null): void {
    for (const mark of ['word', 'word-about'] as const) {
      if (word !== null && word.guess === (mark === 'word-about'))
        this.set(mark, (line) => (line === word.line ? [word.at] : []));
      else this.remove(mark);
    }
  }

  /** Nothing is marked so any more. */
  remove(mark: Mark): void {
    this.#painted.get(mark)?.release();
    this.#painted.delete(mark);
  }

  release(): void {
    for (const painted of this.#painted.values()) painted.release();
    this.#painted.clear();
  }
}

/** One kind of mark on the lines in the document. */
class Painted {
  readonly #highlight: Highlight | null;
  readonly #marked: Marked;
  readonly #ranges = new Map<number, Range[]>();

  constructor(mark: Mark, marked: Marked) {
    this.#marked = marked;
    this.#highlight = highlightOf(mark);
  }

  paint(line: number, text: HTMLElement): void {
    const ranges = this.#marked(line).flatMap((stretch) => rangeOf(text, stretch) ?? []);
    if (ranges.length === 0) return;
    this.#ranges.set(line, ranges);
    for (const range of ranges) this.#highlight?.add(range);
  }

  clear(line: number): void {
    for (const range of this.#ranges.get(line) ?? []) this.#highlight?.delete(range);
    this.#ranges.delete(line);
  }

  release(): void {
    for (const line of [...this.#ranges.keys()]) this.clear(line);
  }
}

/** The one of that name; made the first time. Null where there are none, as outside of a browser. */
function highlightOf(mark: Mark): Highlight | null {
  if (typeof Highlight === 'undefined') return null;
  const known = CSS.highlights.get(mark);
  if (known) return known;
  const highlight = new Highlight();
  CSS.highlights.set(mark, highlight);
  return highlight;
}

/** The part of the document that shows a stretch of an element's text; null where the text doesn't reach that far. */
export function rangeOf(text: HTMLElement, [start, end]: Stretch): Range | null {
  const [from, to] = [placeAt(text, start, 'after'), placeAt(text, end, 'before')];
  if (from === null || to === null) return null;
  const range = document.createRange();
  range.setStart(from.node, from.offset);
  range.setEnd(to.node, to.offset);
  return range;
}

/** How far into an element's text a place in the document lies; null for one outside of it. */
export function offsetOf(text: HTMLElement, node: Node, offset: number): number | null {
  if (!text.contains(node)) return null;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(node, offset);
  return before.toString().length;
}

/** Between two pieces of the text, `side` decides which one. */
function placeAt(
  text: HTMLElement,
  at: number,
  side: 'before' | 'after',
): { node: Text; offset: number } | null {
  const pieces = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let left = at;
  while (pieces.nextNode()) {
    const node = pieces.currentNode as Text;
    if (left < node.length || (side === 'before' && left === node.length)) return { node, offset: left };
    left -= node.length;
  }
  return null;
}
