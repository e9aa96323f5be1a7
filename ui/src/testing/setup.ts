// What the tests' document lacks and the components need: sizes and who observes them, scrolling, media queries.
import { cleanup } from '@testing-library/svelte';
import { afterEach } from 'vitest';

export const VIEW_HEIGHT = 600;
export const ROW_HEIGHT = 60;

const isScroller = (element: Element) =>
  element.matches('[data-testid="transcript"], [data-testid="source"]');
const heightOf = (element: Element) => (isScroller(element) ? VIEW_HEIGHT : ROW_HEIGHT);

/** Reports every element once: the scroller as high as the view, all else as high as a row. */
class FixedSizes implements ResizeObserver {
  readonly #report: ResizeObserverCallback;
  #observed = new Set<Element>();

  constructor(report: ResizeObserverCallback) {
    this.#report = report;
  }

  observe(target: Element): void {
    this.#observed.add(target);
    queueMicrotask(() => {
      if (!this.#observed.has(target)) return;
      const contentRect = new DOMRectReadOnly(0, 0, 800, heightOf(target));
      this.#report([{ target, contentRect } as unknown as ResizeObserverEntry], this);
    });
  }

  unobserve(target: Element): void {
    this.#observed.delete(target);
  }

  disconnect(): void {
    this.#observed.clear();
  }
}

globalThis.ResizeObserver = FixedSizes;
globalThis.DOMRectReadOnly ??= class {
  constructor(
    readonly x = 0,
    readonly y = 0,
    readonly width = 0,
    readonly height = 0,
  ) {}
} as unknown as typeof DOMRectReadOnly;

const size = (get: (this: HTMLElement) => unknown): PropertyDescriptor => ({ configurable: true, get });
Object.defineProperties(HTMLElement.prototype, {
  offsetParent: size(function () {
    return this.parentElement;
  }),
  clientHeight: size(function () {
    return heightOf(this);
  }),
  scrollHeight: size(function () {
    const inner = this.querySelector<HTMLElement>(':scope > div[style*="height"], [role="list"] > div');
    return Number.parseFloat(inner?.style.height ?? '') || 0;
  }),
});

const scrolledTo = new WeakMap<Element, number>();
Object.defineProperty(Element.prototype, 'scrollTop', {
  configurable: true,
  get(this: Element) {
    return scrolledTo.get(this) ?? 0;
  },
  set(this: Element, top: number) {
    scrolledTo.set(this, top);
    this.dispatchEvent(new Event('scroll'));
  },
});

Object.assign(HTMLElement.prototype, {
  scrollTo(this: HTMLElement, { top }: ScrollToOptions) {
    this.scrollTop = top ?? 0;
  },
  scrollBy(this: HTMLElement, { top }: ScrollToOptions) {
    this.scrollTo({ top: this.scrollTop + (top ?? 0) });
  },
  scrollIntoView: () => undefined,
  setPointerCapture: () => undefined,
  getContext: () => null,
  showModal(this: HTMLDialogElement) {
    this.open = true;
  },
  close(this: HTMLDialogElement) {
    this.open = false;
  },
});

// Nothing is laid out, so a stretch of text is nowhere.
Range.prototype.getClientRects = () => [] as unknown as DOMRectList;

// Nobody moves: what would glide jumps, and is there when a test looks.
globalThis.matchMedia = (media) =>
  ({
    matches: media.includes('reduce'),
    media,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as unknown as MediaQueryList;

afterEach(cleanup);
