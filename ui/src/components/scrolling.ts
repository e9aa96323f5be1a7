// Moves the transcript's view: a short glide to what is near, a jump to what is far.
import type { VirtualizerHandle } from 'virtua/svelte';
import {
  easeOut,
  fitsBand,
  nearestOffset,
  placeKept,
  restingOffset,
  type RowGeometry,
} from '../core/following';
import type { Stretch } from '../core/words';
import { rangeOf, type Marks } from './marks';

const GLIDE_MS = 180;
/** Past this many heights of the view a movement is a jump: there is nothing to see on the way. */
const FAR = 2;

/** `rest`: where a lit line is read comfortably. `nearest`: just into view. */
export type Goal = 'rest' | 'nearest';

/** What is brought into view. */
export interface Target {
  line: number;
  /** Where the whole line doesn't fit, the first of these that does; else the last. From the largest to the smallest. */
  parts?: readonly Stretch[];
}

/** What the list stands under, as if it were the row before the first. */
const FRONT = -1;

/** The list by its lines. */
export type ListOfLines = Pick<VirtualizerHandle, 'getItemOffset' | 'getItemSize' | 'findItemIndex'>;

export class Scrolling {
  readonly #scroller: HTMLElement;
  readonly #list: ListOfLines;
  readonly #marks: Marks;
  #frame = 0;
  /** What the view was brought to, and stays with when rows turn out to have other sizes. */
  #kept: { target: Target; wanted: (row: RowGeometry) => number | null } | null = null;
  /** How high what stands above the first line is, in px. */
  frontSize = 0;

  constructor(scroller: HTMLElement, list: ListOfLines, marks: Marks) {
    this.#scroller = scroller;
    this.#list = list;
    this.#marks = marks;
  }

  /** Whether the view is being moved by this and not by the person. */
  get gliding(): boolean {
    return this.#frame !== 0;
  }

  /** Whether there is something that the view was brought to and stays with. */
  get keeps(): boolean {
    return this.#kept !== null;
  }

  /** Brings a line, or a part of a long one, into view, unless it is well there already. */
  bring(target: Target, goal: Goal): void {
    this.release();
    this.#kept = { target, wanted: goal === 'rest' ? restingOffset : nearestOffset };
    const offset = this.#offset();
    if (offset === null) return;
    const distance = Math.abs(offset - this.#scroller.scrollTop);
    const still = goal === 'nearest' || matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (still || distance > FAR * this.#scroller.clientHeight) this.#scroller.scrollTop = offset;
    else this.#glide(target.line, offset);
  }

  /** Whether the line is too long to be shown whole where it comes to rest. */
  isLong(line: number): boolean {
    return !fitsBand(this.#list.getItemSize(line), this.#scroller.clientHeight);
  }

  /** Whether a part of a line that is in the document is too long for that. */
  isLongPart(line: number, part: Stretch): boolean {
    const box = this.#boxOf(line, part);
    return box !== null && !fitsBand(box.height, this.#scroller.clientHeight);
  }

  /** Rows were measured or the window changed: what was brought into view is kept there. */
  settle(): void {
    if (this.#kept === null || this.gliding) return;
    const offset = this.#offset();
    if (offset !== null) this.#scroller.scrollTop = offset;
  }

  /** Rows are about to take other sizes: what is read stays where it is, which is the line at `index` if that is in view. */
  hold(index: number): void {
    const { scrollTop } = this.#scroller;
    const top = scrollTop < this.frontSize ? FRONT : this.#list.findItemIndex(scrollTop);
    const lit = index >= 0 ? this.#geometry({ line: index }) : null;
    const isInView = lit !== null && lit.rowTop >= lit.viewTop && lit.rowTop < lit.viewTop + lit.viewSize;
    const held = { line: isInView && scrollTop > 0 ? index : top };
    this.release();
    this.#kept = { target: held, wanted: placeKept(this.#geometry(held)) };
  }

  /** Leaves the view to the person. */
  release(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#kept = null;
  }

  #glide(line: number, offset: number): void {
    const distance = this.#scroller.scrollTop - offset;
    const rowTop = this.#list.getItemOffset(line);
    const began = performance.now();
    const step = (now: number) => {
      const share = (now - began) / GLIDE_MS;
      // Rows that are measured on the way move the goal along.
      const goalNow = offset + this.#list.getItemOffset(line) - rowTop;
      this.#scroller.scrollTop = goalNow + distance * (1 - easeOut(share));
      this.#frame = share < 1 ? requestAnimationFrame(step) : 0;
      this.settle();
    };
    this.#frame = requestAnimationFrame(step);
  }

  /** Where the view is to be for what is kept in it; null when it is there. */
  #offset(): number | null {
    if (this.#kept === null) return null;
    const furthest = Math.max(0, this.#scroller.scrollHeight - this.#scroller.clientHeight);
    const row = this.#geometry(this.#kept.target);
    const offset = this.#kept.wanted(row);
    if (offset === null || Math.abs(Math.min(offset, furthest) - row.viewTop) < 1) return null;
    return Math.min(offset, furthest);
  }

  #geometry({ line, parts = [] }: Target): RowGeometry {
    const view = { viewTop: this.#scroller.scrollTop, viewSize: this.#scroller.clientHeight };
    if (line === FRONT) return { rowTop: 0, rowSize: this.frontSize, ...view };
    const row = {
      rowTop: this.frontSize + this.#list.getItemOffset(line),
      rowSize: this.#list.getItemSize(line),
      ...view,
    };
    if (parts.length === 0 || fitsBand(row.rowSize, row.viewSize)) return row;
    const boxes = parts.flatMap((part) => this.#boxOf(line, part) ?? []);
    const box = boxes.find(({ height }) => fitsBand(height, row.viewSize)) ?? boxes.at(-1);
    if (box === undefined) return row;
    const rowTop = box.top - this.#scroller.getBoundingClientRect().top + row.viewTop;
    return { ...row, rowTop, rowSize: box.height };
  }

  /** Where a part of a line is in the window; null while it isn't in the document. */
  #boxOf(line: number, part: Stretch): DOMRect | null {
    const text = this.#marks.textOf(line);
    return (text && rangeOf(text, part)?.getBoundingClientRect()) ?? null;
  }
}
