// How it sounds: the speeds and volumes there are, and what is written for them.
import type { TrimStrength } from '../ipc/bindings';
import { m } from '../../paraglide/messages';
import { numberText } from './numbers';

export const SLOWEST = 0.5;
export const FASTEST = 3.5;
/** The speeds that are one click away. */
export const SPEEDS: readonly number[] = [0.8, 1, 1.2, 1.5, 1.7, 2, 2.5, 3];
/** What a step of the slider or of its buttons changes, and what a key does. */
export const SPEED_STEP = 0.05;
export const SPEED_KEY_STEP = 0.1;
/** The speed that a line is replayed slowly at; slower still where one listens slowly already. */
export const SLOW_REPLAY = 0.7;

/** Twice as loud as recorded. */
export const LOUDEST = 2;

const shortenedTo = (seconds: number) => m.trim_says({ seconds: numberText(seconds) });

/** How pauses can be shortened, what each is called, and what it does. */
export const TRIMS: readonly { strength: TrimStrength | null; name: () => string; says: () => string }[] = [
  { strength: null, name: m.trim_off, says: m.trim_off_says },
  { strength: 'gentle', name: m.trim_gentle, says: () => shortenedTo(0.4) },
  { strength: 'medium', name: m.trim_medium, says: () => shortenedTo(0.3) },
  { strength: 'strong', name: m.trim_strong, says: () => shortenedTo(0.2) },
];

/** The speed nearest to `speed` that there is. */
export function speedNear(speed: number): number {
  const within = Math.min(FASTEST, Math.max(SLOWEST, speed));
  // In twentieths, so that 0.1 + 0.2 is 0.3.
  return Math.round(within * 20) / 20;
}

/** How fast a line is replayed slowly, at this speed. */
export function slowReplay(speed: number): number {
  return speed > SLOW_REPLAY ? SLOW_REPLAY : speedNear(speed - 0.1);
}

/** "1.25×". */
export function speedText(speed: number): string {
  return `${numberText(speed, { maximumFractionDigits: 2 })}×`;
}

/** "1.25 times", as a screen reader says it. */
export function speedSpoken(speed: number): string {
  if (speed === 1) return m.sound_normal_speed();
  return m.sound_times({ speed: numberText(speed, { maximumFractionDigits: 2 }) });
}

/** "120 %". */
export function percentText(volume: number): string {
  return `${Math.round(volume * 100)} %`;
}

/** How long it takes from `positionMs` to the end at this speed. */
export function leftMs(positionMs: number, durationMs: number, speed: number): number {
  return Math.max(0, durationMs - positionMs) / speed;
}
