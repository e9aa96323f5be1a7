// How far an episode was heard, as the start screen tells it.
import type { Heard } from '../ipc/bindings';
import { m } from '../../paraglide/messages';
import { lengthText, timeText } from './time';

/** Who stopped so little before the end has heard it all: the backend begins it anew then. */
const AT_END_MS = 1_000;

/** From 0 to 1; null where the audio's length isn't known. */
export function heardShare({ positionMs, durationMs }: Heard): number | null {
  if (durationMs === null || durationMs <= 0) return null;
  return isHeard(positionMs, durationMs) ? 1 : Math.min(1, Math.max(0, positionMs / durationMs));
}

/** "13:16, 35 min left", "13:16", "Heard to the end". */
export function heardText({ positionMs, durationMs }: Heard): string {
  if (durationMs === null) return m.recent_at({ time: timeText(positionMs) });
  if (isHeard(positionMs, durationMs)) return m.recent_heard();
  return m.recent_left({ time: timeText(positionMs), left: lengthText(durationMs - positionMs) });
}

function isHeard(positionMs: number, durationMs: number): boolean {
  return positionMs + AT_END_MS >= durationMs;
}
