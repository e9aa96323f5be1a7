// Who talks when, for how long, and where the next question is.
import { describe, expect, it } from 'vitest';
import { columnsOf } from '../ipc/fake-episodes';
import { Lines } from './lines';
import { nextQuestion, speakerAt, talkOf, talkTimes } from './talk';

type Said = [turn: number, speaker: number | null, startS: number | null, text: string];

const linesOf = (...said: Said[]) =>
  new Lines(
    columnsOf(
      said.map(([turn, speaker, startS, text]) => ({
        turn,
        speaker,
        startMs: startS === null ? null : startS * 1000,
        origin: 'exact',
        text,
        emphasis: [],
      })),
    ),
  );

const quay = linesOf(
  [0, 0, 2, 'Is that the last boat?'],
  [0, 0, 6, 'I thought there would be two.'],
  [1, 1, 10, 'There were.'],
  [1, 1, null, 'One of them turned back at the bar.'],
  [2, 0, 14, 'When?'],
  [3, null, 15, '(A bell.)'],
  [4, 1, 16, 'Before noon. “Did nobody tell you?”'],
  [5, 0, 20, 'Nobody.'],
);

describe('who talks when', () => {
  const talk = talkOf(quay, 30_000);

  it('changes where another speaker’s line begins', () => {
    expect([...talk.starts]).toEqual([2_000, 10_000, 14_000, 15_000, 16_000, 20_000]);
    expect([...talk.speakers]).toEqual([0, 1, 0, -1, 1, 0]);
  });

  it.each([
    [0, null],
    [2_000, 0],
    [9_999, 0],
    [10_000, 1],
    [15_500, null],
    [99_000, 0],
  ])('at %d ms it is %o', (ms, speaker) => expect(speakerAt(talk, ms)).toBe(speaker));

  it('adds up to each one’s time, the last line’s to the end', () => {
    expect(talkTimes(talk, 2)).toEqual([8_000 + 1_000 + 10_000, 4_000 + 4_000]);
    expect(talkTimes(talk, 3)[2]).toBe(0);
  });

  it('of sound that ends before the last line, or isn’t known, gives that line no time', () => {
    for (const durationMs of [null, 12_000]) expect(talkTimes(talkOf(quay, durationMs), 2)[0]).toBe(9_000);
  });

  it('of a text without times is nobody, never', () => {
    const timeless = talkOf(linesOf([0, 0, null, 'Once.']), null);
    expect(speakerAt(timeless, 5)).toBeNull();
    expect(talkTimes(timeless, 1)).toEqual([0]);
  });
});

describe('the next question', () => {
  it.each([
    ['is anybody’s before the first line, but only one that ends the turn', 0, 4],
    ['is another’s than the one who is heard', 3_000, 6],
    ['is asked of the one who is heard', 10_500, 4],
    ['is none of the one who asks', 14_000, 6],
    ['is none past the last', 17_000, null],
  ])('%s', (_, positionMs, line) => expect(nextQuestion(quay, positionMs)).toBe(line));

  it.each(['متى؟', 'いつ？', 'Πότε\u037e', 'When?!', '“When?”', 'When? )'])('can be written %s', (text) => {
    const lines = linesOf([0, 0, 0, 'So.'], [1, 1, 1, text]);
    expect(nextQuestion(lines, 500)).toBe(1);
  });

  it('is found where nobody is named', () => {
    const lines = linesOf([0, null, 0, 'So.'], [1, null, 1, 'When?']);
    expect(nextQuestion(lines, 500)).toBe(1);
  });
});
