// A line's text cut where its emphasis begins and ends, and pull quotes laid beside their lines.
import type { PullQuote } from '../ipc/bindings';

export interface Slice {
  text: string;
  strong: boolean;
}

/**
 * Cuts `text` at the given runs of [start, end) in UTF-16 units. Runs that overlap, are out of order
 * or reach past the text are bounded, so that the slices together are always exactly the text.
 */
export function slices(text: string, emphasis: readonly (readonly [number, number])[]): Slice[] {
  if (emphasis.length === 0) return [{ text, strong: false }];
  const cut: Slice[] = [];
  let at = 0;
  const upTo = (end: number, strong: boolean) => {
    if (end > at) cut.push({ text: text.slice(at, end), strong });
    at = Math.max(at, end);
  };
  for (const [start, end] of [...emphasis].sort((a, b) => a[0] - b[0])) {
    upTo(Math.min(start, text.length), false);
    upTo(Math.min(end, text.length), true);
  }
  upTo(text.length, false);
  return cut;
}

/** The first words of a text, about `most` letters of them. */
export function beginning(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most + 1);
  const end = cut.lastIndexOf(' ');
  // Without a space it is cut within a word, but not within a letter.
  const whole = end > most / 2 ? cut.slice(0, end) : cut.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
  return `${whole.trimEnd()}…`;
}

/** A pull quote in quotation marks: its own where it has some. */
export function quoted(text: string): string {
  return /^[\p{Pi}\p{Ps}"'„‚]/u.test(text) ? text : `“${text}”`;
}

/** A pull quote, and which one of the transcript's it is. */
export interface Quote {
  place: number;
  text: string;
}

/** The pull quotes of each line; those that stood before the first line go beside it. */
export function quotesByLine(quotes: readonly PullQuote[]): Map<number, Quote[]> {
  const byLine = new Map<number, Quote[]>();
  for (const [place, { line, text }] of quotes.entries()) {
    const beside = byLine.get(line ?? 0);
    if (beside) beside.push({ place, text });
    else byLine.set(line ?? 0, [{ place, text }]);
  }
  return byLine;
}
