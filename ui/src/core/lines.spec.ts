// Which line is lit where.
import { describe, expect, it } from 'vitest';
import { lineAt, lineBeside, Lines, timelineOf } from './lines';

const timeline = (...starts: (number | null)[]) => timelineOf(starts);

describe('the lines of columns', () => {
  const lines = new Lines({
    text: 'One 🌅.Two.Three.',
    textEnds: [7, 11, 11, 17],
    startsMs: [0, null, 900, 1200],
    origins: { first: [0, 1, 2], value: ['exact', 'none', 'marked'] },
    turns: { first: [0, 2], value: [1, null] },
    emphasis: [
      [0, 0, 3],
      [3, 0, 2],
      [3, 3, 5],
    ],
  });

  it.each([
    [0, 5_000, { fromMs: 0, toMs: 900 }],
    [1, 5_000, null],
    [2, 5_000, { fromMs: 900, toMs: 1200 }],
    [3, 5_000, { fromMs: 1200, toMs: 5_000 }],
    [3, 1_200, null],
    [3, null, null],
  ])('line %d of %d ms of audio sounds in %o', (index, durationMs, section) => {
    expect(lines.section(index, durationMs)).toEqual(section);
  });

  it.each([
    [1, 0, 0],
    [1, 950, 0],
    [7, 0, null],
  ])('the next turn of speaker %s after %d ms begins with line %s', (speaker, positionMs, line) => {
    expect(lines.nextTurnOf(speaker, positionMs)).toBe(line);
  });

  it('begin turns, of which those without a time are passed over', () => {
    expect([...lines.turnStarts.lines]).toEqual([0, 2]);
    const late = new Lines({
      text: 'abcd',
      textEnds: [1, 2, 3, 4],
      startsMs: [null, 500, null, null],
      origins: { first: [0], value: ['marked'] },
      turns: { first: [0, 2], value: [0, 1] },
      emphasis: [],
    });
    expect([...late.turnStarts.lines]).toEqual([1]);
  });

  it.each([
    [0, 0, { fromMs: 0, toMs: 900 }],
    [1, 2, { fromMs: 900, toMs: 1200 }],
    [0, 3, { fromMs: 0, toMs: 5_000 }],
    [1, 1, null],
  ])('lines %d to %d span %o', (first, last, section) => {
    expect(lines.span(first, last, 5_000)).toEqual(section);
  });

  it('know who speaks and where their turn ends', () => {
    expect([...lines.speakers]).toEqual([1, 1, -1, -1]);
    expect([0, 1, 2, 3].map((index) => lines.lastOfTurn(index))).toEqual([1, 1, 3, 3]);
  });

  it('are given back one by one', () => {
    expect(lines.count).toBe(4);
    expect([0, 1, 2, 3].map((index) => lines.at(index))).toEqual([
      { turn: 0, speaker: 1, startMs: 0, origin: 'exact', text: 'One 🌅.', emphasis: [[0, 3]] },
      { turn: 0, speaker: 1, startMs: null, origin: 'none', text: 'Two.', emphasis: [] },
      { turn: 1, speaker: null, startMs: 900, origin: 'marked', text: '', emphasis: [] },
      {
        turn: 1,
        speaker: null,
        startMs: 1200,
        origin: 'marked',
        text: 'Three.',
        emphasis: [
          [0, 2],
          [3, 5],
        ],
      },
    ]);
  });

  it('of a transcript without any are none', () => {
    const none = { first: [], value: [] };
    const empty = { text: '', textEnds: [], startsMs: [], origins: none, turns: none, emphasis: [] };
    expect(new Lines(empty).count).toBe(0);
  });
});

describe('the line heard', () => {
  const cases: [string, (number | null)[], number, number][] = [
    ['is none before the first start', [500, 900], 100, -1],
    ['is none in a transcript without times', [null, null], 100, -1],
    ['is none in an empty transcript', [], 0, -1],
    ['is the one that starts exactly there, not the one before', [0, 500, 900], 500, 1],
    ['is the one asked for although the seek landed a fraction of a frame early', [0, 500, 900], 499.98, 1],
    ['is the one before until its end', [0, 500, 900], 498, 0],
    ['is the last one to the end', [0, 500, 900], 1e9, 2],
    ['is never one that has no time', [0, null, 900], 600, 0],
    ['is found when the starts are out of order', [900, 0, 500], 600, 2],
  ];
  it.each(cases)('%s', (_, starts, position, expected) => {
    expect(lineAt(timeline(...starts), position)).toBe(expected);
  });

  it('is the one chosen among those that start at the same instant', () => {
    const twins = timeline(0, 500, 500, 900);
    expect(lineAt(twins, 500)).toBe(2);
    expect(lineAt(twins, 500, 1)).toBe(1);
    expect(lineAt(twins, 700, 1)).toBe(1);
    expect(lineAt(twins, 900, 1)).toBe(3);
  });

  it('agrees with a search from end to end at every position of a long transcript', () => {
    const starts = Array.from({ length: 1000 }, (_, i) => i * 7 + (i % 3));
    const all = timeline(...starts);
    for (let position = -10; position < 7100; position += 1) {
      expect(lineAt(all, position)).toBe(starts.findLastIndex((start) => start <= position + 1));
    }
  });
});

describe('the line beside', () => {
  const cases: [string, number, number, number | null][] = [
    ['goes on to the next that has a time', 0, 1, 2],
    ['goes back over a line without a time', 900, -1, 0],
    ['is the first when nothing has been heard yet', -100, 1, 0],
    ['is none before the first', 0, -1, null],
    ['is none past the last', 1500, 1, null],
  ];
  it.each(cases)('%s', (_, position, steps, expected) => {
    expect(lineBeside(timeline(0, null, 900), position, steps)).toBe(expected);
  });
});
