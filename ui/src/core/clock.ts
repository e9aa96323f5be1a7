// What is heard now: extrapolated from the backend's last anchor, without asking it again.
import type { Anchor } from '../ipc/bindings';

/** What the clock knows. Never changed in place: each function answers with the next one. */
export interface Clock {
  readonly anchor: Anchor;
  /** Anchors told before `anchor` in its generation, the oldest first: until its instant comes, they go on. */
  readonly before: readonly Anchor[];
  /** Anchors of a generation below this one are stale. */
  readonly wanted: number;
  /** Where a seek on its way will land, in ms; shown until an anchor of that seek arrives. */
  readonly target: number | null;
  /** Counts the seeks asked for, so that the answer to an overtaken one is known as such. */
  readonly asked: number;
  /** The last seek that was answered; while it is below `asked`, the generation to wait for is not known. */
  readonly answered: number;
  readonly durationMs: number | null;
}

/** Anchors kept besides the last: a second of them, which is longer than any device takes to be heard. */
const KEPT = 8;

/** A clock that trusts `anchor`, as after opening an episode or returning to the window. */
export function clockFrom(anchor: Anchor, durationMs: number | null): Clock {
  return { anchor, before: [], wanted: anchor.generation, target: null, asked: 0, answered: 0, durationMs };
}

/** Takes an anchor in, unless a later seek made it stale. */
export function anchored(clock: Clock, anchor: Anchor): Clock {
  if (anchor.generation < Math.max(clock.wanted, clock.anchor.generation)) return clock;
  const awaited = clock.answered < clock.asked;
  return { ...clock, anchor, before: stillHeard(clock, anchor), target: awaited ? clock.target : null };
}

/** What may be heard until `next` counts. A jump or another speed is told some time before it is heard; a stop is shown at once. */
function stillHeard(clock: Clock, next: Anchor): readonly Anchor[] {
  const follows = next.advancing && next.generation === clock.anchor.generation;
  return follows ? [...clock.before, clock.anchor].slice(-KEPT) : [];
}

/** A seek to `targetMs` was asked for: the target is shown at once. */
export function seeking(clock: Clock, targetMs: number): Clock {
  return { ...clock, target: within(targetMs, clock.durationMs), asked: clock.asked + 1 };
}

/** The backend answered the seek numbered `asked` with its generation. */
export function seekTaken(clock: Clock, asked: number, generation: number): Clock {
  const wanted = Math.max(clock.wanted, generation);
  const answered = Math.max(clock.answered, asked);
  // The target stays while a later seek is on its way, or until this one's first anchor comes.
  const arrived = answered === clock.asked && clock.anchor.generation >= wanted;
  return { ...clock, wanted, answered, target: arrived ? null : clock.target };
}

/** The backend refused the seek numbered `asked`: what was heard before is heard still. */
export function seekRefused(clock: Clock, asked: number): Clock {
  const answered = Math.max(clock.answered, asked);
  return { ...clock, answered, target: answered === clock.asked ? null : clock.target };
}

/** The position at the ear at `nowMs` (Unix time), in ms from the start of the audio. */
export function positionAt(clock: Clock, nowMs: number): number {
  if (clock.target !== null) return clock.target;
  const heard = clock.before.findLast((anchor) => anchor.atUnixMs <= nowMs);
  const anchor = clock.anchor.atUnixMs <= nowMs ? clock.anchor : (heard ?? clock.before[0] ?? clock.anchor);
  const elapsed = anchor.advancing ? (nowMs - anchor.atUnixMs) * anchor.speed : 0;
  return within(Math.max(anchor.fromMs, anchor.positionMs + elapsed), clock.durationMs);
}

/** Whether the position changes with time, so that it must be asked again at the next frame. */
export function advances(clock: Clock): boolean {
  return clock.target === null && clock.anchor.advancing;
}

function within(positionMs: number, durationMs: number | null): number {
  return Math.min(Math.max(0, positionMs), durationMs ?? Number.POSITIVE_INFINITY);
}
