// What of the text a pointer is on, and whether a press and release of it was a click or the selecting of text.
import { stretchAt, type Stretch } from '../core/words';
import type { Words } from '../ipc/bindings';
import { offsetOf, rangeOf } from './marks';

/** A place in a line's text. */
export interface TextPlace {
  line: number;
  text: HTMLElement;
  /** In UTF-16 units. */
  offset: number;
}

/** A point in the window, in px. */
export interface Point {
  x: number;
  y: number;
}

/** A pointer that moved further than this between press and release was dragging. */
const DRAG_PX = 4;
/** So far beside its letters a word is still meant, in px. */
const NEAR_PX = 2;
/** And so far above and below them, where the next row begins, in their heights. */
const LEADING = 0.5;

/** The place in a line's text that is nearest to a point; null for a point on no text. */
export function placeAtPoint({ x, y }: Point): TextPlace | null {
  const caret = caretAt(x, y);
  const element = caret?.node instanceof Element ? caret.node : caret?.node.parentElement;
  const text = element?.closest<HTMLElement>('[data-line] p');
  const line = text?.closest<HTMLElement>('[data-line]')?.dataset.line;
  if (!caret || !text || line === undefined) return null;
  const offset = offsetOf(text, caret.node, caret.offset);
  return offset === null ? null : { line: Number(line), text, offset };
}

/** The word at a point, with the space and the signs after it; −1 where there is none. */
export function wordAtPoint({ text, offset }: TextPlace, { words }: Words, point: Point): number {
  const length = text.textContent.length;
  const within = (word: number) => {
    const start = words[word]?.[0];
    if (start === undefined) return false;
    const range = rangeOf(text, [start, words[word + 1]?.[0] ?? length]);
    return range !== null && [...range.getClientRects()].some((box) => isNear(box, point));
  };
  const word = stretchAt(words, offset);
  // The caret nearest to a word's last half letter already stands before the next one.
  return [word, word - 1, word + 1].find(within) ?? -1;
}

/** Where a stretch of a text is in the window, in the row of text that is at `y`. */
export function boxAt(text: HTMLElement, stretch: Stretch, y: number): DOMRect | null {
  const boxes = [...(rangeOf(text, stretch)?.getClientRects() ?? [])];
  return boxes.find((box) => box.top <= y && y <= box.bottom) ?? boxes[0] ?? null;
}

function isNear({ left, right, top, bottom, height }: DOMRect, { x, y }: Point): boolean {
  const leading = height * LEADING;
  return x >= left - NEAR_PX && x <= right + NEAR_PX && y >= top - leading && y <= bottom + leading;
}

function caretAt(x: number, y: number): { node: Node; offset: number } | null {
  if ('caretPositionFromPoint' in document) {
    const caret = document.caretPositionFromPoint(x, y);
    return caret && { node: caret.offsetNode, offset: caret.offset };
  }
  // WebKit had only this one for long, and calls it deprecated.
  const old = document as { caretRangeFromPoint?: (x: number, y: number) => Range | null };
  const range = old.caretRangeFromPoint?.(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}

/** One press of a pointer, which only its release tells from selecting. */
export class Press {
  #at: Point | null = null;
  #selected: Range | null = null;
  /** Whether the pointer is down. */
  down = false;

  begin({ clientX, clientY }: PointerEvent): void {
    this.down = true;
    this.#at = { x: clientX, y: clientY };
    this.#selected = selectedRange();
  }

  end(): void {
    this.down = false;
  }

  /** Whether a click on an element was one, and didn't select text or take away what was selected there. */
  isClick({ clientX, clientY, detail, shiftKey }: MouseEvent, on: Element): boolean {
    // A click that no pointer made (detail 0) has no press to compare with.
    const from = detail === 0 || this.#at === null ? { x: clientX, y: clientY } : this.#at;
    const moved = Math.hypot(clientX - from.x, clientY - from.y) > DRAG_PX;
    if (detail > 1 || shiftKey || moved) return false;
    return ![this.#selected, selectedRange()].some((range) => range?.intersectsNode(on));
  }
}

/** What is selected in the document; null for nothing. */
export function selectedRange(): Range | null {
  const selection = getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null;
  return selection.getRangeAt(0).cloneRange();
}
