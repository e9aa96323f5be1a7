// The loudspeakers of the fake backend, how the way to them is doing, and what is measured of the invented episode's sound.
import type { Analysis, Diagnostics, OutputDevice, Sync } from './bindings';

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

export const ANALYSIS: Analysis = {
  stage: 'done',
  sound: {
    loudnessLufs: -18.3,
    peakDbfs: -1.2,
    evening: {
      voices: [
        { name: 'Rosa Lindqvist', db: 2.8 },
        { name: 'Tomasz Okafor', db: -1.6 },
        { name: 'Ines Marchetti', db: 0.2 },
      ],
      wholeDb: null,
    },
    jointsMs: [84_000],
    damage: [{ fromMs: 141_000, toMs: 142_400 }],
  },
};

export const SYNC: Sync = {
  stage: 'done',
  words: { outcome: 'words', inSync: 0.984, shifts: [], lost: [3], undone: false },
};
