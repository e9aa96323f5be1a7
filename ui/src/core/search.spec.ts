import { describe, expect, it } from 'vitest';
import { bucketsOf, namesSpeaker, speakersMeant, stretchesIn, within, withSpeaker } from './search';

const SPEAKERS = ['Rosa Lindqvist', 'Tomasz Okafor', 'Ásta'];

describe('a speaker in what is typed', () => {
  it.each([
    ['speaker:', [0, 1, 2]],
    ['fog speaker:ro', [0]],
    ['speaker:asta', [2]],
    ['speaker:"rosa l', [0]],
    ['SPEAKER:OKA', [1]],
    ['speaker:nobody', []],
    ['speaker:ro fog', []],
    ['loudspeaker:ro', []],
    ['', []],
  ])('“%s” may mean %j', (typed, expected) => {
    expect(speakersMeant(typed, SPEAKERS)).toEqual(expected);
  });

  it.each([
    ['speaker:ro', 'Rosa Lindqvist', 'speaker:"Rosa Lindqvist" '],
    ['fog speaker:"r', 'Rosa Lindqvist', 'fog speaker:"Rosa Lindqvist" '],
    ['speaker:', 'Ásta', 'speaker:Ásta '],
    ['fog', 'Ásta', 'fog speaker:Ásta '],
    ['', 'Ann "A" Lee', 'speaker:"Ann A Lee" '],
  ])('“%s” is finished by %s as “%s”', (typed, name, expected) => {
    expect(withSpeaker(typed, name)).toBe(expected);
  });

  it('who is read alone is searched alone, unless somebody is named', () => {
    expect(within('fog', 'Rosa Lindqvist')).toBe('speaker:"Rosa Lindqvist" fog');
    expect(within('speaker:tomasz fog', 'Rosa Lindqvist')).toBe('speaker:tomasz fog');
    expect(within('fog', null)).toBe('fog');
    expect(within('', 'Ásta')).toBe('');
    expect(namesSpeaker('the speaker: he')).toBe(false);
  });
});

describe('hits', () => {
  const hits = { total: 9, listed: new Uint32Array([1, 0, 3, 1, 5, 8, 4, 2, 3]) };

  it('are those of their line', () => {
    expect(stretchesIn(hits, 1)).toEqual([
      [0, 3],
      [5, 8],
    ]);
    expect(stretchesIn(hits, 2)).toEqual([]);
    expect(stretchesIn(hits, 4)).toEqual([[2, 3]]);
  });

  it('fall together where they lie too close to be told apart, and outside of the strip they are not drawn', () => {
    expect(bucketsOf([0, 0.001, 0.5, 0.501, 1, 1.2, -0.1, NaN], 10)).toEqual([0, 5, 9]);
    expect(bucketsOf([0.5], 0)).toEqual([]);
  });
});
