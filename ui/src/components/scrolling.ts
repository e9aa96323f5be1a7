// Moves the transcript's view: a short glide to what is near, a jump to what is far.
import type { VirtualizerHandle } from 'virtua/svelte';
import { easeOut, nearestOffset, placeKept, restingOffset, type RowGeometry } from '../core/following';

const GLIDE_MS = 180;
/** Past this many heights of the view a movement is a jump: there is nothing to see on the way. */
const FAR = 2;

/** `rest`: where a lit line is read comfortably. `nearest`: just into view. */
export type Goal = 'rest' | 'nearest';

export class Scrolling {
  readonly #scroller: HTMLElement;
  readonly #list: VirtualizerHandle;
  #frame = 0;
  /** What the view was brought to, and stays with when rows turn out to have other sizes. */
  #kept: { index: number; wanted: (row: RowGeometry) => number | null } | null = null;

  constructor(scroller: HTMLElement, list: VirtualizerHandle) {
    this.#scroller = scroller;
    this.#list = list;
  }

  /** Whether the view is being moved by this and not by the person. */
  get gliding(): boolean {
    return this.#frame !== 0;
  }

  /** Brings a line into view, unless it is well there already. */
  bring(index: number, goal: Goal): void {
    this.release();
    this.#kept = { index, wanted: goal === 'rest' ? restingOffset : nearestOffset };
    const offset = this.#offset();
    if (offset === null) return;
    const distance = Math.abs(offset - this.#scroller.scrollTop);
    const still = goal === 'nearest' || matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (still || distance > FAR * this.#scroller.clientHeight) this.#scroller.scrollTop = offset;
    else this.#glide(index, offset);
  }

  /** Rows were measured or the window changed: what was brought into view is kept there. */
  settle(): void {
    if (this.#kept === null || this.gliding) return;
    const offset = this.#offset();
    if (offset !== null) this.#scroller.scrollTop = offset;
  }

  /** Rows are about to take other sizes: what is read stays where it is, which is the line at `index` if that is in view. */
  hold(index: number): void {
    const top = this.#list.findItemIndex(this.#scroller.scrollTop);
    const lit = index >= 0 ? this.#geometry(index) : null;
    const isInView = lit !== null && lit.rowTop >= lit.viewTop && lit.rowTop < lit.viewTop + lit.viewSize;
    const held = isInView ? index : top;
    this.release();
    this.#kept = { index: held, wanted: placeKept(this.#geometry(held)) };
  }

  /** Leaves the view to the person. */
  release(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#kept = null;
  }

  #glide(index: number, offset: number): void {
    const distance = this.#scroller.scrollTop - offset;
    const rowTop = this.#list.getItemOffset(index);
    const began = performance.now();
    const step = (now: number) => {
      const share = (now - began) / GLIDE_MS;
      // Rows that are measured on the way move the goal along.
      const goalNow = offset + this.#list.getItemOffset(index) - rowTop;
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
    const row = this.#geometry(this.#kept.index);
    const offset = this.#kept.wanted(row);
    if (offset === null || Math.abs(Math.min(offset, furthest) - row.viewTop) < 1) return null;
    return Math.min(offset, furthest);
  }

  #geometry(index: number): RowGeometry {
    return {
      rowTop: this.#list.getItemOffset(index),
      rowSize: this.#list.getItemSize(index),
      viewTop: this.#scroller.scrollTop,
      viewSize: this.#scroller.clientHeight,
    };
  }
}
