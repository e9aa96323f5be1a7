// The waveform's geometry: which stretch of the sound is seen, where a time lies on it, and the tiles it is drawn in.
import type { Section } from '../ipc/bindings';

/** What is seen of the sound. Never changed in place: each function answers with the next one. */
export interface View {
  readonly durationMs: number;
  /** 0 shows all of it, each further level less. */
  readonly level: number;
  readonly fromMs: number;
}

/** A level shows 1/√2 of what the one before does: two of them halve it. */
const STEP = Math.SQRT1_2;
/** The least that is seen. */
const CLOSEST_MS = 20_000;
/** Where what is heard stands after the view was turned to it, as a share of the view. */
const REST = 0.05;

/** The width of a tile in CSS px: whole pixels of the screen at every usual scaling. */
export const TILE_PX = 240;
/** How far it is from bar to bar, and how wide each is. */
export const BAR_PITCH_PX = 3;
export const BAR_PX = 2;
export const BARS = TILE_PX / BAR_PITCH_PX;

/** A view of all. */
export function whole(durationMs: number): View {
  return { durationMs, level: 0, fromMs: 0 };
}

export function lengthMs({ durationMs, level }: View): number {
  return Math.max(Math.min(CLOSEST_MS, durationMs), durationMs * STEP ** level);
}

export function endMs(view: View): number {
  return view.fromMs + lengthMs(view);
}

/** The level that shows the least. */
export function closestLevel(durationMs: number): number {
  // Rounded first: what is exactly so many levels away isn't one more.
  const levels = Math.log(CLOSEST_MS / durationMs) / Math.log(STEP);
  return Math.max(0, Math.ceil(Math.round(levels * 1e6) / 1e6)) || 0;
}

/** The same view, if it lies within the sound; else the nearest one that does. */
export function within(view: View): View {
  const level = Math.min(Math.max(0, view.level), closestLevel(view.durationMs));
  const bounded = { ...view, level };
  const latest = view.durationMs - lengthMs(bounded);
  return { ...bounded, fromMs: Math.max(0, Math.min(view.fromMs, latest)) };
}

/** Closer by so many levels, or further away; what lies at `share` (0 to 1) of the view stays there. */
export function zoomed(view: View, levels: number, share: number): View {
  const { level } = within({ ...view, level: view.level + levels });
  const atMs = view.fromMs + share * lengthMs(view);
  const next = { ...view, level };
  return within({ ...next, fromMs: atMs - share * lengthMs(next) });
}

/** Moved along by so much of itself. */
export function panned(view: View, share: number): View {
  return within({ ...view, fromMs: view.fromMs + share * lengthMs(view) });
}

/** The same view if `ms` is seen in it; else one of the same length that begins a little before. */
export function turnedTo(view: View, ms: number): View {
  return sees(view, ms) ? view : within({ ...view, fromMs: ms - REST * lengthMs(view) });
}

export function sees(view: View, ms: number): boolean {
  return view.fromMs <= ms && ms <= endMs(view);
}

/** Where a time lies: from 0 to 1 within the view, below or above outside of it. */
export function shareAt(view: View, ms: number): number {
  const length = lengthMs(view);
  return length > 0 ? (ms - view.fromMs) / length : 0;
}

/** The time that lies at `share` of the view. */
export function msAt(view: View, share: number): number {
  const ms = view.fromMs + Math.min(1, Math.max(0, share)) * lengthMs(view);
  return Math.min(view.durationMs, ms);
}

/** What of a section is seen, in shares of the view; null where none of it is. */
export function seenPart(view: View, { fromMs, toMs }: Section): { from: number; to: number } | null {
  const [from, to] = [shareAt(view, fromMs), shareAt(view, toMs)];
  return to < 0 || from > 1 ? null : { from: Math.max(0, from), to: Math.min(1, to) };
}

/** A part of the waveform that is drawn at once and then only moved. */
export interface Place extends Section {
  /** The same for the same stretch at the same zoom and width. */
  readonly key: string;
  readonly index: number;
  readonly leftPx: number;
}

/** The tiles that the view needs at a width in CSS px; those at its ends reach beyond it. */
export function placesOf(view: View, widthPx: number): Place[] {
  const perPx = lengthMs(view) / widthPx;
  const tileMs = perPx * TILE_PX;
  if (!(tileMs > 0 && Number.isFinite(tileMs))) return [];
  const offsetPx = Math.round(view.fromMs / perPx);
  const first = Math.floor(offsetPx / TILE_PX);
  const count = Math.ceil((offsetPx + widthPx) / TILE_PX) - first;
  return Array.from({ length: count }, (_, i) => {
    const index = first + i;
    return {
      key: `${tileMs} ${index}`,
      index,
      leftPx: index * TILE_PX - offsetPx,
      fromMs: index * tileMs,
      toMs: (index + 1) * tileMs,
    };
  });
}

/** What makes the loudest sample as high as the waveform is: quiet recordings are seen too. */
export function gainOf(peakDbfs: number | null): number {
  const MOST_DB = 20;
  return 10 ** (Math.min(MOST_DB, Math.max(0, -(peakDbfs ?? 0))) / 20);
}

/** How high the bar of a peak is, from 0 to 1; null where nothing is measured yet. */
export function barHeight(min: number, max: number, gain: number): number | null {
  if (min > max) return null;
  return Math.min(1, (Math.max(-min, max) / 32_768) * gain);
}

/** Whether all that lies before the end of the sound is measured; `peaks` are pairs, spread evenly over the section. */
export function isComplete(peaks: Int16Array, { fromMs, toMs }: Section, durationMs: number): boolean {
  const parts = peaks.length / 2;
  for (let part = 0; part < parts; part++) {
    const endsMs = fromMs + ((toMs - fromMs) * (part + 1)) / parts;
    if (endsMs <= durationMs && (peaks[part * 2] ?? 0) > (peaks[part * 2 + 1] ?? 0)) return false;
  }
  return true;
}
