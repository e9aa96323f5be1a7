// How emphasis cuts a text, and where pull quotes go.
import { describe, expect, it } from 'vitest';
import { beginning, quoted, quotesByLine, slices } from './text';

describe('the slices of a text', () => {
  const text = 'one two three';
  const cases: [string, [number, number][], [string, boolean][]][] = [
    ['are the text alone without emphasis', [], [['one two three', false]]],
    [
      'alternate',
      [[4, 7]],
      [
        ['one ', false],
        ['two', true],
        [' three', false],
      ],
    ],
    [
      'may begin and end with emphasis',
      [
        [0, 3],
        [8, 13],
      ],
      [
        ['one', true],
        [' two ', false],
        ['three', true],
      ],
    ],
    [
      'bound a run that reaches past the text',
      [[8, 99]],
      [
        ['one two ', false],
        ['three', true],
      ],
    ],
    [
      'join runs that overlap',
      [
        [0, 5],
        [3, 7],
      ],
      [
        ['one t', true],
        ['wo', true],
        [' three', false],
      ],
    ],
    [
      'put runs in order',
      [
        [8, 13],
        [0, 3],
      ],
      [
        ['one', true],
        [' two ', false],
        ['three', true],
      ],
    ],
    [
      'leave out an empty run',
      [[4, 4]],
      [
        ['one ', false],
        ['two three', false],
      ],
    ],
  ];
  it.each(cases)('%s', (_, emphasis, expected) => {
    const cut = slices(text, emphasis);
    expect(cut.map((slice) => [slice.text, slice.strong])).toEqual(expected);
    expect(cut.map((slice) => slice.text).join('')).toBe(text);
  });

  it('count in UTF-16 units', () => {
    expect(slices('🎙 on air', [[3, 5]])[1]).toEqual({ text: 'on', strong: true });
  });
});

it.each([
  ['Keep a log.', '“Keep a log.”'],
  ['“Keep a log.”', '“Keep a log.”'],
  ['«Tenez un journal.»', '«Tenez un journal.»'],
  ['„Führ ein Buch.“', '„Führ ein Buch.“'],
])('%s is quoted as %s', (text, expected) => {
  expect(quoted(text)).toBe(expected);
});

it('quotes stand beside their line, those before the first beside the first', () => {
  const byLine = quotesByLine([
    { text: 'a', line: null },
    { text: 'b', line: 4 },
    { text: 'c', line: 4 },
  ]);
  expect([...byLine]).toEqual([
    [0, [{ place: 0, text: 'a' }]],
    [
      4,
      [
        { place: 1, text: 'b' },
        { place: 2, text: 'c' },
      ],
    ],
  ]);
});

it.each([
  ['All of it.', 'All of it.'],
  ['The lamp was out by two.', 'The lamp was…'],
  ['Leuchtturmwärterin', 'Leuchtturmwärte…'],
  ['🌊🌊🌊🌊🌊🌊🌊🌊🌊', '🌊🌊🌊🌊🌊🌊🌊…'],
])('“%s” begins with “%s”', (text, begins) => expect(beginning(text, 15)).toBe(begins));
