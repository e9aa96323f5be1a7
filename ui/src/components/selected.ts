// The part of the transcript that is selected in the document.
import type { Excerpt } from '../core/quoting';
import { offsetOf } from './marks';

/** The part of the transcript that a range of the document stands for; null where it holds none of its text. */
export function excerptOf(range: Range, within: HTMLElement): Excerpt | null {
  const rows = [...within.querySelectorAll<HTMLElement>('[data-line]')]
    .filter((row) => range.intersectsNode(row.querySelector('p') ?? row))
    .sort((a, b) => lineOf(a) - lineOf(b));
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return null;
  const excerpt: Excerpt = {
    from: { line: lineOf(first), at: placeIn(first, range.startContainer, range.startOffset) ?? 0 },
    to: {
      line: lineOf(last),
      at: placeIn(last, range.endContainer, range.endOffset) ?? lengthOf(last),
    },
  };
  const isEmpty = excerpt.from.line === excerpt.to.line && excerpt.from.at >= excerpt.to.at;
  return isEmpty ? null : excerpt;
}

function lineOf(row: HTMLElement): number {
  return Number(row.dataset.line);
}

function placeIn(row: HTMLElement, node: Node, offset: number): number | null {
  const text = row.querySelector('p');
  return text && offsetOf(text, node, offset);
}

function lengthOf(row: HTMLElement): number {
  return row.querySelector('p')?.textContent.length ?? 0;
}
