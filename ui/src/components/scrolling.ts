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

  constructor(scroller: HTMLElement, list: VirtualizerHandle) {
    this.#scroller = scroller;
    this.#list = list;
  }

  /** Whether the view is being moved by this and not by the person. */
  get gliding(): boolean {
    return this.#frame !== 0;
  }

  /** Brings a line into view, unless it is well there already. */
  bring(index: number, goal: Goal, jump = false): void {
    this.stop();
    const offset = this.#offsetFor(index, goal);
    if (offset === null) return;
    const distance = Math.abs(offset - this.#scroller.scrollTop);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (distance > FAR * this.#scroller.clientHeight) {
      // The list measures the rows it lands among before it settles.
      this.#list.scrollToIndex(index, { offset: offset - this.#list.getItemOffset(index) });
    } else if (jump || still) {
      this.#scroller.scrollTop = offset;
    } else {
      this.#glide(index, goal, offset);
    }
  }

  toTop(): void {
    this.stop();
    this.#scroller.scrollTop = 0;
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #glide(index: number, goal: Goal, offset: number): void {
    const distance = this.#scroller.scrollTop - offset;
    const rowTop = this.#list.getItemOffset(index);
    const began = performance.now();
    const step = (now: number) => {
      const share = (now - began) / GLIDE_MS;
      // Rows that are measured on the way move the goal along.
      const goalNow = offset + this.#list.getItemOffset(index) - rowTop;
      this.#scroller.scrollTop = goalNow + distance * (1 - easeOut(share));
      if (share < 1) {
        this.#frame = requestAnimationFrame(step);
      } else {
        this.#frame = 0;
        const left = this.#offsetFor(index, goal);
        if (left !== null) this.#scroller.scrollTop = left;
      }
    };
    this.#frame = requestAnimationFrame(step);
  }

  #offsetFor(index: number, goal: Goal): number | null {
    const furthest = Math.max(0, this.#scroller.scrollHeight - this.#scroller.clientHeight);
    const offset = (goal === 'rest' ? restingOffset : nearestOffset)({
      rowTop: this.#list.getItemOffset(index),
      rowSize: this.#list.getItemSize(index),
      viewTop: this.#scroller.scrollTop,
      viewSize: this.#scroller.clientHeight,
    });
    return offset === null ? null : Math.min(offset, furthest);
  }
}
