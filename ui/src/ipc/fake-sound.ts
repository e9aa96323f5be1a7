// The loudspeakers of the fake backend, and how the way to them is doing.
import type { Diagnostics, OutputDevice } from './bindings';

export const OUTPUTS: OutputDevice[] = [
  { id: 'desk', name: 'Loudspeaker on the desk', isDefault: true },
  { id: 'ears', name: 'Headphones', isDefault: false },
];

export const DIAGNOSTICS: Diagnostics = {
  device: 'Loudspeaker on the desk',
  sampleRate: 48_000,
  channels: 2,
  bufferFrames: 960,
  smallestFrames: 960,
  largestFrames: 960,
  callbacks: 1_500,
  latencyMs: 38.5,
  underruns: 0,
  lastUnderrunUnixMs: null,
  leastReadyMs: 180,
  sourceRate: 44_100,
  work: 0.004,
  limitedDb: 0,
};
