// A part of the transcript as it is copied: a quote with who said it, when and where, Markdown, or the words alone.
import type { CopyFormat } from '../ipc/bindings';
import type { Lines } from './lines';
import { timeText } from './time';

/** From a place in one line to a place in the same or a later one, in UTF-16 units. */
export interface Excerpt {
  from: { line: number; at: number };
  to: { line: number; at: number };
}

/** What it is taken from. */
export interface Source {
  title: string;
  lines: Lines;
  speakers: readonly string[];
  /** Whether a line is read now; one that isn't, because only one speaker is, isn't copied either. */
  shows: (line: number) => boolean;
  /** When a place in a line is said, where that is known better than by its line. */
  startOf?: (line: number, at: number) => number | null;
}

/** What one speaker says in one go. */
interface Go {
  name: string | null;
  paragraphs: string[];
}

/** The excerpt as text; empty where nothing but space is in it. */
export function copied(format: CopyFormat, excerpt: Excerpt, source: Source): string {
  const goes = goesOf(excerpt, source);
  const first = goes[0];
  if (first === undefined) return '';
  const told = [source.title, timeOf(excerpt, source)].filter((part) => part !== '');
  switch (format) {
    case 'plain':
      return goes.flatMap(({ paragraphs }) => paragraphs).join('\n');
    case 'quote':
      return goes.length === 1
        ? `${inMarks(first.paragraphs)} — ${[first.name ?? '', ...told].filter(Boolean).join(', ')}`
        : [
            ...goes.map(({ name, paragraphs }) => named(name, inMarks(paragraphs))),
            `— ${told.join(', ')}`,
          ].join('\n');
    case 'markdown':
      return markdown(goes, told);
  }
}

function markdown(goes: readonly Go[], [title = '', ...time]: string[]): string {
  const only = goes.length === 1 ? (goes[0]?.name ?? null) : null;
  const by = only === null ? [] : [`**${escaped(only)}**`];
  const said = goes.flatMap(({ name, paragraphs }) =>
    paragraphs.map(
      (text, i) => (goes.length > 1 && i === 0 && name ? `**${escaped(name)}:** ` : '') + escaped(text),
    ),
  );
  const source = `— ${[...by, `*${escaped(title)}*`, ...time].join(', ')}`;
  return [...said, source].map((paragraph) => `> ${paragraph}`).join('\n>\n');
}

function named(name: string | null, text: string): string {
  return name ? `${name}: ${text}` : text;
}

/** In quotation marks; those within become single ones. */
function inMarks(paragraphs: readonly string[]): string {
  const text = paragraphs.join(' ');
  const within = /^“[^“”]*”$/u.test(text) ? text.slice(1, -1) : text;
  return `“${within.replaceAll('“', '‘').replaceAll('”', '’').replaceAll('"', "'")}”`;
}

function goesOf({ from, to }: Excerpt, { lines, speakers, shows }: Source): Go[] {
  const goes: Go[] = [];
  let turn = -1;
  for (let index = from.line; index <= Math.min(to.line, lines.count - 1); index++) {
    if (!shows(index)) continue;
    const line = lines.at(index);
    const text = line.text
      .slice(index === from.line ? from.at : 0, index === to.line ? to.at : undefined)
      .replace(/\s+/gu, ' ')
      .trim();
    if (text === '') continue;
    const name = line.speaker === null ? null : (speakers[line.speaker] ?? null);
    const last = goes.at(-1);
    if (last !== undefined && (line.turn === turn || (name !== null && last.name === name)))
      last.paragraphs.push(text);
    else goes.push({ name, paragraphs: [text] });
    turn = line.turn;
  }
  return goes;
}

/** When it begins: "13:16", "~13:16" where that was worked out, or nothing. */
function timeOf({ from }: Excerpt, { lines, startOf }: Source): string {
  const exact = startOf?.(from.line, from.at) ?? null;
  if (exact !== null) return timeText(exact);
  const { startMs, origin } = lines.at(from.line);
  return startMs === null ? '' : `${origin === 'estimated' ? '~' : ''}${timeText(startMs)}`;
}

/** Without meaning for Markdown. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_[\]<>]/gu, '\\$&')
    .replace(/^(#+|[-+])(?=\s)/u, '\\$1')
    .replace(/^(\d+)([.)])(?=\s)/u, '$1\\$2');
}
