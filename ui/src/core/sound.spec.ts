// Speeds and volumes, as numbers and as text.
import { expect, it } from 'vitest';
import { leftMs, percentText, slowReplay, speedNear, SPEEDS, speedSpoken, speedText } from './sound';

it.each([
  [1.02, 1],
  [1.03, 1.05],
  [0.1 + 0.2 + 0.5, 0.8],
  [0.2, 0.5],
  [9, 3.5],
])('of %d the nearest speed is %d', (asked, given) => expect(speedNear(asked)).toBe(given));

it('the speeds that are one click away are speeds', () => {
  expect(SPEEDS.map(speedNear)).toEqual(SPEEDS);
});

it.each([
  [1, '1×', '1×, normal speed'],
  [1.25, '1.25×', '1.25 times'],
  [0.7000000000000001, '0.7×', '0.7 times'],
])('speed %d is written %s and said %s', (speed, written, said) => {
  expect([speedText(speed), speedSpoken(speed)]).toEqual([written, said]);
});

it.each([
  [3, 0.7],
  [1, 0.7],
  [0.7, 0.6],
  [0.5, 0.5],
])('at %d a line is replayed at %d, which is slower where that can be', (speed, slow) => {
  expect(slowReplay(speed)).toBe(slow);
});

it('volumes are written in per cent', () => {
  expect([0, 0.8, 1.2, 2].map(percentText)).toEqual(['0 %', '80 %', '120 %', '200 %']);
});

it('the time that is left is shorter where it plays faster, and never below nothing', () => {
  expect(leftMs(60_000, 180_000, 1.5)).toBe(80_000);
  expect(leftMs(200_000, 180_000, 1)).toBe(0);
});
