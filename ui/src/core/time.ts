// Times as a person reads them and as a screen reader says them.
import { m } from '../../paraglide/messages';
import { unitText } from './numbers';

/** "13:16", or "1:02:03" from an hour on. Negative and fractional parts are cut. */
export function timeText(ms: number): string {
  const { hours, minutes, seconds } = parts(ms);
  const tail = `:${pad(seconds)}`;
  return hours > 0 ? `${hours}:${pad(minutes)}${tail}` : `${minutes}${tail}`;
}

/** "13 minutes 16 seconds". */
export function timeSpoken(ms: number): string {
  const { hours, minutes, seconds } = parts(ms);
  const said = [
    hours > 0 ? unitText(hours, 'hour') : '',
    minutes > 0 ? unitText(minutes, 'minute') : '',
    seconds > 0 || hours + minutes === 0 ? unitText(seconds, 'second') : '',
  ];
  return said.filter(Boolean).join(' ');
}

/** The length of an episode, roughly: "48 min", "1 h 5 min", "40 s". */
export function lengthText(ms: number): string {
  if (ms < 60_000) return m.length_seconds({ seconds: Math.round(ms / 1000) });
  const minutes = Math.round(ms / 60_000);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return m.length_minutes({ minutes: rest });
  return rest === 0 ? m.length_hours({ hours }) : m.length_hours_minutes({ hours, minutes: rest });
}

/** The machine's form for `<time datetime>`: "PT796S". */
export function timeAttribute(ms: number): string {
  return `PT${Math.max(0, ms) / 1000}S`;
}

function parts(ms: number): { hours: number; minutes: number; seconds: number } {
  const total = Math.max(0, Math.floor(ms / 1000));
  return { hours: Math.floor(total / 3600), minutes: Math.floor(total / 60) % 60, seconds: total % 60 };
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
