// Which keys do what, and what comes of choosing others.
import { describe, expect, it } from 'vitest';
import { COMMANDS } from './commands';
import { commandAt, given, losing, type KeyChoice } from './keymap';

const choice = (over: Partial<KeyChoice> = {}): KeyChoice => ({ keys: {}, characterKeys: true, ...over });
const idAt = (stroke: string, chosen: KeyChoice) => commandAt(stroke, chosen)?.id ?? null;

it('no command and no key is in the table twice', () => {
  expect(new Set(COMMANDS.map(({ id }) => id)).size).toBe(COMMANDS.length);
  const strokes = COMMANDS.flatMap((command) => command.strokes);
  expect(new Set(strokes).size).toBe(strokes.length);
});

describe('a key does', () => {
  it.each<[string, string, KeyChoice, string | null]>([
    ['what the table says', 'Space', choice(), 'playPause'],
    ['the same by another key', 'K', choice(), 'playPause'],
    ['nothing that nobody has', 'Ctrl+Q', choice(), null],
    ['what it was given to', 'Q', choice({ keys: { mute: ['Q'] } }), 'mute'],
    ['nothing where another took its place', 'M', choice({ keys: { mute: ['Q'] } }), null],
    ['nothing where it was taken off', 'F', choice({ keys: { follow: [] } }), null],
    ['nothing where letters are off', 'Shift+R', choice({ characterKeys: false }), null],
    ['as before with letters off where it is none', 'Ctrl+O', choice({ characterKeys: false }), 'open'],
    ['as before where a later version’s command has keys', 'F', choice({ keys: { dance: ['D'] } }), 'follow'],
  ])('%s', (_, stroke, chosen, id) => expect(idAt(stroke, chosen)).toBe(id));
});

describe('giving a command keys', () => {
  it('takes them from those that have them, who keep their others', () => {
    const before = choice();
    expect(losing('mute', ['K'], before).map(({ id }) => id)).toEqual(['playPause']);
    const after = choice({ keys: given('mute', ['M', 'K'], before) });
    expect(after.keys).toEqual({ mute: ['M', 'K'], playPause: ['Space'] });
    expect(idAt('K', after)).toBe('mute');
  });

  it('that are its own already takes nothing from anybody', () => {
    expect(losing('mute', ['M'], choice())).toEqual([]);
  });

  it('that the table gives it leaves no trace, nor at those who get theirs back', () => {
    const swapped = choice({ keys: given('mute', ['M', 'K'], choice()) });
    const muted = choice({ keys: given('mute', ['M'], swapped) });
    expect(given('playPause', ['Space', 'K'], muted)).toEqual({});
  });

  it('leaves the keys of a later version’s commands alone', () => {
    expect(given('mute', [], choice({ keys: { dance: ['D'] } }))).toEqual({ dance: ['D'], mute: [] });
  });
});
