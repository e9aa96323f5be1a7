// What is found by what was typed.
import { expect, it } from 'vitest';
import { found, rankOf } from './matching';

it.each([
  ['', 'Play or pause', 0],
  ['play', 'Play or pause', 0],
  ['PLAY OR', 'Play or pause', 0],
  ['pa', 'Play or pause', 1],
  ['pl pa', 'Play or pause', 1],
  ['pa pl', 'Play or pause', 2],
  ['lay', 'Play or pause', null],
  ['play stop', 'Play or pause', null],
  ['naechs', 'Nächste Zeile', null],
  ['nachste', 'Nächste Zeile', 0],
  ['uber', 'Über diese Folge', 0],
  ['tonight', 'He said “Tonight”', 1],
  ['?', 'Show the keys ?', 1],
  ['note', 'foot-note', 1],
])('“%s” means “%s” with rank %s', (typed, text, rank) => expect(rankOf(typed, text)).toBe(rank));

it('the best comes first, equals as they came', () => {
  const items = ['To the next line', 'Line spacing', 'A line', 'Nothing'];
  expect(found('line', items, (item) => item)).toEqual(['Line spacing', 'To the next line', 'A line']);
});
