// Moves the transcript's view: a short glide to what is near, a jump to what is far.
import type { VirtualizerHandle } from 'virtua/svelte';
import { easeOut, nearestOffset, restingOffset } from '../core/following';

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
  #kept: { index: number; goal: Goal } | null = null;

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
    this.#kept = { index, goal };
    const offset = this.#offsetFor(index, goal);
    if (offset === null) return;
    const distance = Math.abs(offset - this.#scroller.scrollTop);
    const still = goal === 'nearest' || matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (still || distance > FAR * this.#scroller.clientHeight) this.#scroller.scrollTop = offset;
    else this.#glide(index, offset);
  }

  /** Rows were measured or the window changed: what was brought into view is kept there. */
  settle(): void {
    if (this.#kept === null || this.gliding) return;
    const offset = this.#offsetFor(this.#kept.index, this.#kept.goal);
    if (offset !== null) this.#scroller.scrollTop = offset;
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

  #offsetFor(index: number, goal: Goal): number | null {
    const furthest = Math.max(0, this.#scroller.scrollHeight - this.#scroller.clientHeight);
    const viewTop = this.#scroller.scrollTop;
    const offset = (goal === 'rest' ? restingOffset : nearestOffset)({
      rowTop: this.#list.getItemOffset(index),
      rowSize: this.#list.getItemSize(index),
      viewTop,
      viewSize: this.#scroller.clientHeight,
    });
    if (offset === null || Math.abs(Math.min(offset, furthest) - viewTop) < 1) return null;
    return Math.min(offset, furthest);
  }
}
