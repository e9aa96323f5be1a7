// What the palette offers for what was typed: commands, a time, key points, bookmarks, those who speak, and a search of the text.
import type { Bookmark, KeyPoint } from '../ipc/bindings';
import type { Command } from './commands';
import { found } from './matching';

export type Entry =
  | { kind: 'command'; command: Command }
  | { kind: 'time'; ms: number }
  | { kind: 'keyPoint'; point: KeyPoint }
  | { kind: 'bookmark'; bookmark: Bookmark }
  | { kind: 'speaker'; speaker: number; name: string }
  | { kind: 'only'; speaker: number; name: string }
  | { kind: 'search'; text: string };

/** What there is to choose from now. */
export interface Offer {
  commands: readonly Command[];
  keyPoints: readonly KeyPoint[];
  bookmarks: readonly Bookmark[];
  speakers: readonly string[];
  /** Those whose words alone can be read. */
  readers: readonly string[];
  /** Whether there is a text to search. */
  searches: boolean;
  /** Times up to this can be gone to; null where none can. */
  endMs: number | null;
}

/** Nobody reads on past so many. */
const MOST = 50;

/** What is meant by what was typed, the best first; all commands before anything is typed. */
export function entriesFor(typed: string, offer: Offer): Entry[] {
  const all: Entry[] = [
    ...offer.commands.map((command): Entry => ({ kind: 'command', command })),
    ...offer.keyPoints.map((point): Entry => ({ kind: 'keyPoint', point })),
    ...offer.bookmarks.map((bookmark): Entry => ({ kind: 'bookmark', bookmark })),
    ...offer.speakers.map((name, speaker): Entry => ({ kind: 'speaker', speaker, name })),
    ...offer.readers.map((name, speaker): Entry => ({ kind: 'only', speaker, name })),
  ];
  const ms = timeTyped(typed);
  const time: Entry[] =
    ms !== null && offer.endMs !== null && ms <= offer.endMs ? [{ kind: 'time', ms }] : [];
  const text = typed.trim();
  const search: Entry[] = offer.searches && text !== '' ? [{ kind: 'search', text }] : [];
  return [...[...time, ...found(typed, all, textOf)].slice(0, MOST), ...search];
}

/** What an entry is found by. */
function textOf(entry: Entry): string {
  switch (entry.kind) {
    case 'command':
      return entry.command.name();
    case 'keyPoint':
      return entry.point.text;
    case 'bookmark':
      return `${entry.bookmark.note} ${entry.bookmark.text}`;
    case 'speaker':
    case 'only':
      return entry.name;
    case 'search':
      return entry.text;
    case 'time':
      return '';
  }
}

/** The time that "1:02:03", "13:16" or "90s" means, in ms. */
export function timeTyped(typed: string): number | null {
  const seconds = /^(\d{1,6}) ?s$/.exec(typed.trim())?.[1];
  if (seconds !== undefined) return Number(seconds) * 1000;
  const parts = /^(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)$/.exec(typed.trim());
  if (parts === null) return null;
  const [, hours = '0', minutes = '0', rest = '0'] = parts;
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(rest)) * 1000;
}
