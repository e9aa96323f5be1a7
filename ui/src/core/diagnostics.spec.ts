// What the table of figures says of them.
import { expect, it } from 'vitest';
import type { Diagnostics } from '../ipc/bindings';
import { rowsOf, textOf } from './diagnostics';

const NOTHING: Diagnostics = {
  device: null,
  sampleRate: null,
  channels: null,
  bufferFrames: null,
  smallestFrames: null,
  largestFrames: null,
  callbacks: 0,
  latencyMs: null,
  underruns: 0,
  lastUnderrunUnixMs: null,
  leastReadyMs: null,
  sourceRate: null,
  work: null,
  limitedDb: 0,
};

it.each<[string, Partial<Diagnostics>, string]>([
  ['Gaps in the sound', {}, 'none'],
  ['Gaps in the sound', { underruns: 1234 }, '1,234'],
  ['Its rate', { sampleRate: 48_000 }, '48,000 Hz'],
  ['Its rate', {}, 'not known yet'],
  ['Buffer asked for', {}, 'the system’s choice'],
  ['Buffer asked for', { bufferFrames: 960, sampleRate: 48_000 }, '960 frames, 20.0 ms'],
  [
    'Buffers taken',
    { smallestFrames: 480, largestFrames: 960, sampleRate: 48_000 },
    '480 frames, 10.0 ms to 960 frames, 20.0 ms',
  ],
  ['Buffers taken', { smallestFrames: 512, largestFrames: 512 }, '512 frames'],
  ['Latency', { latencyMs: 42.53 }, '42.5 ms'],
  ['Work', { work: 0.0123 }, '1.2 %'],
  ['Limiter', { limitedDb: 3.21 }, '3.2 dB quieter'],
])('%s of %o: %s', (name, figures, value) => {
  expect(rowsOf({ ...NOTHING, ...figures }).find((row) => row.name === name)?.value).toBe(value);
});

it('the last gap has its time of day', () => {
  const [gaps] = rowsOf({ ...NOTHING, underruns: 2, lastUnderrunUnixMs: Date.now() });
  expect(gaps?.value).toMatch(/^2, the last at \d\d:\d\d:\d\d$/);
});

it('what says nothing is left out, and a line of the copied text is a row', () => {
  const rows = rowsOf(NOTHING);
  expect(rows.map(({ name }) => name)).not.toContain('Limiter');
  expect(textOf(rows)).toMatch(/^Gaps in the sound: none\nDevice: not known yet\n/);
});
