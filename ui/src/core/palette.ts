// What the palette offers for what was typed: commands, a time, key points, and those who speak.
import type { KeyPoint } from '../ipc/bindings';
import type { Command } from './commands';
import { found } from './matching';

export type Entry =
  | { kind: 'command'; command: Command }
  | { kind: 'time'; ms: number }
  | { kind: 'keyPoint'; point: KeyPoint }
  | { kind: 'speaker'; speaker: number; name: string };

/** What there is to choose from now. */
export interface Offer {
  commands: readonly Command[];
  keyPoints: readonly KeyPoint[];
  speakers: readonly string[];
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
    ...offer.speakers.map((name, speaker): Entry => ({ kind: 'speaker', speaker, name })),
  ];
  const ms = timeTyped(typed);
  const time: Entry[] =
    ms !== null && offer.endMs !== null && ms <= offer.endMs ? [{ kind: 'time', ms }] : [];
  return [...time, ...found(typed, all, textOf)].slice(0, MOST);
}

/** What an entry is found by. */
function textOf(entry: Entry): string {
  switch (entry.kind) {
    case 'command':
      return entry.command.name();
    case 'keyPoint':
      return entry.point.text;
    case 'speaker':
      return entry.name;
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
