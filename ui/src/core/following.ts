// Whether the view follows the light, and where the lit line comes to rest.

/** `yielded`: the person scrolled away and is left alone until they ask to come back. */
export type Following = 'following' | 'yielded';

/**
 * `scrolled`: the person moved the view or the line focus themselves.
 * `selected`: they selected a part of the text.
 * `resumed`: they asked to be taken back to the current line.
 * `chose`: they chose a line to hear, which makes the one they look at the current one.
 */
export type FollowingEvent = 'scrolled' | 'selected' | 'resumed' | 'chose';

export function followingAfter(event: FollowingEvent): Following {
  return event === 'scrolled' || event === 'selected' ? 'yielded' : 'following';
}

/** Keys that scroll the transcript when it has the focus. */
const SCROLLING_KEYS: ReadonlySet<string> = new Set(['PageUp', 'PageDown', 'Home', 'End']);

export function isScrollingKey(key: string): boolean {
  return SCROLLING_KEYS.has(key);
}

/** A row and the window onto it, in px of the scrolled content. */
export interface RowGeometry {
  rowTop: number;
  rowSize: number;
  viewTop: number;
  viewSize: number;
}

/** The part of the view in which a lit line is left where it is. */
const BAND_TOP = 0.06;
const BAND_BOTTOM = 0.78;
/** Where a line that left the band is brought to rest. */
const REST = 0.26;

/** The scroll offset that brings a lit row to rest; null when it is well in view already. */
export function restingOffset({ rowTop, rowSize, viewTop, viewSize }: RowGeometry): number | null {
  const above = viewTop + viewSize * BAND_TOP;
  const below = viewTop + viewSize * BAND_BOTTOM;
  if (rowTop >= above && rowTop + rowSize <= below) return null;
  // A row too tall for the band shows as much of itself as it can, from its beginning.
  const rest = Math.min(viewSize * REST, Math.max(viewSize * BAND_TOP, viewSize * BAND_BOTTOM - rowSize));
  const offset = Math.max(0, Math.round(rowTop - rest));
  return Math.abs(offset - viewTop) < 1 ? null : offset;
}

/** Whether a row, or a part of one, is shown whole where it comes to rest. */
export function fitsBand(size: number, viewSize: number): boolean {
  return size <= viewSize * (BAND_BOTTOM - BAND_TOP);
}

/** What a focused row keeps free above and below it, in px: below floats the way back to the current line. */
const MARGIN_ABOVE = 12;
const MARGIN_BELOW = 60;

/** The scroll offset that shows a row whole by the shortest way; null when it is whole in view. */
export function nearestOffset({ rowTop, rowSize, viewTop, viewSize }: RowGeometry): number | null {
  const beginning = Math.max(0, rowTop - MARGIN_ABOVE);
  const overhang = rowTop + rowSize + MARGIN_BELOW - (viewTop + viewSize);
  if (beginning < viewTop || rowSize + MARGIN_ABOVE + MARGIN_BELOW > viewSize) {
    return beginning === viewTop ? null : beginning;
  }
  return overhang > 0 ? viewTop + overhang : null;
}

/** Where the view has to be for a row to stay where it is now: at its top, or where its top is out of view, at the same part of it. */
export function placeKept(before: RowGeometry): (now: RowGeometry) => number {
  const above = before.viewTop - before.rowTop;
  return ({ rowTop, rowSize }) => {
    const kept = above > 0 && before.rowSize > 0 ? (above / before.rowSize) * rowSize : above;
    return Math.max(0, Math.round(rowTop + kept));
  };
}

/** How far a movement has come after a `share` of its time, both from 0 to 1: fast first, then settling. */
export function easeOut(share: number): number {
  return 1 - (1 - Math.min(1, Math.max(0, share))) ** 3;
}
