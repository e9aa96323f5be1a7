// What the palette offers.
import { describe, expect, it } from 'vitest';
import { COMMANDS } from './commands';
import { entriesFor, timeTyped, type Offer } from './palette';

const OFFER: Offer = {
  commands: COMMANDS,
  keyPoints: [{ atMs: 84_000, text: 'The year that the fog signal failed' }],
  bookmarks: [{ id: 1, line: 4, atMs: 90_000, text: 'A clerk asked', note: 'Ask for the page' }],
  speakers: ['Rosa Lindqvist', 'Ines Marchetti'],
  readers: ['Rosa Lindqvist', 'Ines Marchetti'],
  searches: false,
  endMs: 3_600_000,
};

it.each([
  ['13:16', 796_000],
  [' 1:02:03 ', 3_723_000],
  ['90s', 90_000],
  ['90 s', 90_000],
  ['75:00', 4_500_000],
  ['13:60', null],
  ['13', null],
  ['s', null],
  ['', null],
])('“%s” means %s ms', (typed, ms) => expect(timeTyped(typed)).toBe(ms));

describe('the palette', () => {
  it('has all commands first before anything is typed, and no more than can be read', () => {
    const entries = entriesFor('', {
      ...OFFER,
      speakers: Array.from({ length: 200 }, (_, i) => `Voice ${i}`),
    });
    expect(entries.slice(0, COMMANDS.length).every(({ kind }) => kind === 'command')).toBe(true);
    expect(entries.length).toBe(50);
  });

  it.each([
    [
      'ros',
      [
        { kind: 'speaker', speaker: 0, name: 'Rosa Lindqvist' },
        { kind: 'only', speaker: 0, name: 'Rosa Lindqvist' },
      ],
    ],
    ['ask clerk', [{ kind: 'bookmark', bookmark: OFFER.bookmarks[0] }]],
    ['signal fog', [{ kind: 'keyPoint', point: OFFER.keyPoints[0] }]],
    ['13:16', [{ kind: 'time', ms: 796_000 }]],
    ['99:00', []],
  ])('has for “%s” what is meant', (typed, entries) => expect(entriesFor(typed, OFFER)).toEqual(entries));

  it('hands what was typed to the search as the last thing, where there is a text', () => {
    const offer = { ...OFFER, searches: true };
    expect(entriesFor(' signal ', offer).at(-1)).toEqual({ kind: 'search', text: 'signal' });
    expect(entriesFor('qqq', offer)).toEqual([{ kind: 'search', text: 'qqq' }]);
    expect(entriesFor(' ', offer).some(({ kind }) => kind === 'search')).toBe(false);
  });

  it('has no time to go to where there is none', () => {
    expect(entriesFor('13:16', { ...OFFER, endMs: null })).toEqual([]);
  });
});
