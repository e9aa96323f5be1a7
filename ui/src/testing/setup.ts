// What the tests' document lacks and the components need: sizes and who observes them, scrolling, media queries.
import { cleanup } from '@testing-library/svelte';
import { afterEach } from 'vitest';

export const VIEW_HEIGHT = 600;
export const ROW_HEIGHT = 60;

const isScroller = (element: Element) =>
  element.matches('[data-testid="transcript"], [data-testid="source"]');
const heightOf = (element: Element) => (isScroller(element) ? VIEW_HEIGHT : ROW_HEIGHT);

/** Reports every element once, all that are new together: the scroller as high as the view, all else as high as a row. */
class FixedSizes implements ResizeObserver {
  readonly #report: ResizeObserverCallback;
  readonly #new = new Set<Element>();

  constructor(report: ResizeObserverCallback) {
    this.#report = report;
  }

  observe(target: Element): void {
    if (this.#new.size === 0) void this.#tellOnceDone();
    this.#new.add(target);
  }

  unobserve(target: Element): void {
    this.#new.delete(target);
  }

  disconnect(): void {
    this.#new.clear();
  }

  /** A browser tells at the end of a frame, when all that components do one after the other has been done. */
  async #tellOnceDone(): Promise<void> {
    for (let turn = 0; turn < 4; turn++) await Promise.resolve();
    const entries = [...this.#new].map((target) => {
      const contentRect = new DOMRectReadOnly(0, 0, 800, heightOf(target));
      return { target, contentRect } as unknown as ResizeObserverEntry;
    });
    this.#new.clear();
    if (entries.length > 0) this.#report(entries, this);
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
