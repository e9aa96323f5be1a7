// Numbers, lists and times of day as the language that is shown writes them.
import { getLocale } from '../../paraglide/runtime';

/** English as Britain writes it: without a comma before "and", and with a day of 24 hours. */
const TAGS = { en: 'en-GB', de: 'de-DE' } as const;

/** By language and options; making one takes longer than all of its use. */
const formats = new Map<string, Intl.NumberFormat>();

/** "2,400". */
export function numberText(value: number, options: Intl.NumberFormatOptions = {}): string {
  const key = `${getLocale()} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(TAGS[getLocale()], options);
  formats.set(key, format);
  return format.format(value);
}

/** "−1.5": with so many places after the point. */
export function decimalText(value: number, places = 1): string {
  const all = { minimumFractionDigits: places, maximumFractionDigits: places };
  return numberText(value, all).replace('-', '−');
}

/** "13 minutes". */
export function unitText(value: number, unit: 'hour' | 'minute' | 'second'): string {
  return numberText(value, { style: 'unit', unit, unitDisplay: 'long' });
}

/** "A, B and C". */
export function listText(items: readonly string[]): string {
  return new Intl.ListFormat(TAGS[getLocale()]).format(items);
}

/** "21:04:59", of an instant in ms since 1970. */
export function clockText(unixMs: number): string {
  return new Date(unixMs).toLocaleTimeString(TAGS[getLocale()]);
}
