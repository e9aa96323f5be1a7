// The engine's figures as a table that a person reads, and as the text that is copied.
import type { Diagnostics } from '../ipc/bindings';

export interface Row {
  name: string;
  value: string;
  /** What it means, where the name doesn't say it. */
  about?: string;
}

const UNKNOWN = 'not known yet';

/** What is known, in the order in which one looks for a fault. */
export function rowsOf(figures: Diagnostics): Row[] {
  const { sampleRate, channels, bufferFrames, smallestFrames, largestFrames, work, limitedDb } = figures;
  const frames = (count: number) =>
    sampleRate ? `${count} frames, ${ms((count / sampleRate) * 1000)}` : `${count} frames`;
  const rows: (Row | null)[] = [
    { name: 'Gaps in the sound', value: gapsText(figures) },
    { name: 'Device', value: figures.device ?? UNKNOWN },
    { name: 'Its rate', value: hertz(sampleRate) },
    { name: 'Its channels', value: channels?.toString() ?? UNKNOWN },
    { name: 'The file’s rate', value: hertz(figures.sourceRate) },
    { name: 'Buffer asked for', value: bufferFrames === null ? 'the system’s choice' : frames(bufferFrames) },
    smallestFrames === null || largestFrames === null
      ? null
      : {
          name: 'Buffers taken',
          value: [...new Set([smallestFrames, largestFrames])].map(frames).join(' to '),
        },
    { name: 'Callbacks', value: figures.callbacks.toLocaleString('en') },
    { name: 'Latency', value: ms(figures.latencyMs), about: 'from the program to the ear' },
    { name: 'Least in store', value: ms(figures.leastReadyMs), about: 'sound that was ready, at worst' },
    work === null
      ? null
      : { name: 'Work', value: `${(work * 100).toFixed(1)} %`, about: 'of the time that the sound lasts' },
    limitedDb > 0 ? { name: 'Limiter', value: `${limitedDb.toFixed(1)} dB quieter` } : null,
  ];
  return rows.filter((row) => row !== null);
}

/** As it is pasted into a message. */
export function textOf(rows: readonly Row[]): string {
  return rows.map(({ name, value }) => `${name}: ${value}\n`).join('');
}

function gapsText({ underruns, lastUnderrunUnixMs }: Diagnostics): string {
  if (underruns === 0) return 'none';
  const last = lastUnderrunUnixMs === null ? '' : `, the last at ${clockTime(lastUnderrunUnixMs)}`;
  return `${underruns.toLocaleString('en')}${last}`;
}

function clockTime(unixMs: number): string {
  return new Date(unixMs).toLocaleTimeString('en-GB');
}

function hertz(rate: number | null): string {
  return rate === null ? UNKNOWN : `${rate.toLocaleString('en')} Hz`;
}

function ms(duration: number | null): string {
  return duration === null ? UNKNOWN : `${duration.toFixed(1)} ms`;
}
