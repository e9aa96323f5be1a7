// Times as a person reads them and as a screen reader says them.

/** "13:16", or "1:02:03" from an hour on. Negative and fractional parts are cut. */
export function timeText(ms: number): string {
  const { hours, minutes, seconds } = parts(ms);
  const tail = `:${pad(seconds)}`;
  return hours > 0 ? `${hours}:${pad(minutes)}${tail}` : `${minutes}${tail}`;
}

/** "13 minutes 16 seconds". */
export function timeSpoken(ms: number): string {
  const { hours, minutes, seconds } = parts(ms);
  const said = [count(hours, 'hour'), count(minutes, 'minute'), count(seconds, 'second')].filter(Boolean);
  return said.length > 0 ? said.join(' ') : '0 seconds';
}

/** The length of an episode, roughly: "48 min", "1 h 5 min", "40 s". */
export function lengthText(ms: number): string {
  if (ms < 60_000) return `${Math.round(ms / 1000)} s`;
  const minutes = Math.round(ms / 60_000);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
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

function count(value: number, unit: string): string {
  if (value === 0) return '';
  return value === 1 ? `1 ${unit}` : `${value} ${unit}s`;
}
