// What is told of the measured sound.
import { describe, expect, it } from 'vitest';
import type { Analysis, Evening, Sound } from '../ipc/bindings';
import { ANALYSIS } from '../ipc/fake-sound';
import { eveningText, measuredRows, remarksOn, remarksText } from './analysis';

const sound = (some: Partial<Sound>): Analysis => ({
  stage: 'done',
  sound: {
    loudnessLufs: -16,
    peakDbfs: -1,
    evening: { voices: [], wholeDb: null },
    jointsMs: [],
    damage: [],
    ...some,
  },
});
const evening = (voices: [string, number][], wholeDb: number | null = null): Analysis => {
  const told: Evening = { voices: voices.map(([name, db]) => ({ name, db })), wholeDb };
  return sound({ evening: told });
};

describe('evening out says', () => {
  const cases: [string, Analysis | null, string][] = [
    ['that it isn’t ready', null, 'Measuring the loudness…'],
    ['no share before there is one', { stage: 'measuring', share: 0 }, 'Measuring the loudness…'],
    ['how far it is', { stage: 'measuring', share: 0.409 }, 'Measuring the loudness… 40 %'],
    ['no hundred before its end', { stage: 'measuring', share: 1 }, 'Measuring the loudness… 99 %'],
    [
      'why it can’t',
      { stage: 'failed', message: 'The file is gone.' },
      'The loudness can’t be measured. The file is gone.',
    ],
    [
      'what each of a few voices gets',
      evening([
        ['Ann', 3.2],
        ['Bo', -1.6],
        ['Cleo', -0.2],
      ]),
      'Ann +3 dB, Bo −2 dB, Cleo 0 dB',
    ],
    [
      'how many of many are changed, and how far',
      evening([
        ['Ann', 3],
        ['Bo', -2],
        ['Cleo', 0],
        ['Dan', 1],
      ]),
      '4 voices, changed by −2 dB to +3 dB',
    ],
    [
      'that there is nothing to do',
      evening([
        ['Ann', 0.2],
        ['Bo', -0.3],
      ]),
      'The voices are equally loud already.',
    ],
    ['what all of it gets', evening([], 4.4), /brought to a usual loudness: \+4 dB\.$/.source],
    ['that all of it is as it should be', evening([], -0.1), /usual loudness: as loud as it is\.$/.source],
    ['that nothing is heard', evening([]), 'There is nothing loud enough to be evened out.'],
  ];
  it.each(cases)('%s', (_, analysis, expected) => {
    const said = eveningText(analysis);
    if (expected.endsWith('$')) expect(said).toMatch(new RegExp(expected));
    else expect(said).toBe(expected);
  });
});

it('the table has the share that is measured, and then the loudness', () => {
  expect(measuredRows(null)).toEqual([]);
  expect(measuredRows({ stage: 'measuring', share: 0.5 })).toEqual([{ name: 'Measured', value: '50 %' }]);
  expect(measuredRows(ANALYSIS)).toEqual([
    { name: 'Loudness', value: '−18.3 LUFS', about: 'with peaks of −1.2 dBFS' },
  ]);
  expect(measuredRows(sound({ loudnessLufs: null, peakDbfs: null }))).toEqual([
    { name: 'Loudness', value: 'silent' },
  ]);
});

it('joints and damage are told in the order of time', () => {
  const analysis = sound({ jointsMs: [10_000, 90_000], damage: [{ fromMs: 61_000, toMs: 62_500 }] });
  const remarks = analysis.stage === 'done' ? remarksOn(analysis.sound) : [];
  expect(remarks.map(({ atMs }) => atMs)).toEqual([10_000, 61_000, 90_000]);
  expect(remarksText(remarks)).toBe(
    '0:10 Another file was joined on here; what follows may be an inserted advertisement.\n' +
      '1:01 The file is damaged here; what can’t be decoded is silent, for 1.5 s.\n' +
      '1:30 Another file was joined on here; what follows may be an inserted advertisement.\n',
  );
});
