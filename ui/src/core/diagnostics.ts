// The engine's figures as a table that a person reads, and as the text that is copied.
import type { Diagnostics } from '../ipc/bindings';
import { m } from '../../paraglide/messages';
import { clockText, decimalText, numberText } from './numbers';

export interface Row {
  name: string;
  value: string;
  /** What it means, where the name doesn't say it. */
  about?: string;
}

/** What is known, in the order in which one looks for a fault. */
export function rowsOf(figures: Diagnostics): Row[] {
  const { sampleRate, channels, bufferFrames, smallestFrames, largestFrames, work, limitedDb } = figures;
  const frames = (count: number) =>
    sampleRate
      ? `${m.figure_frames({ count })}, ${ms((count / sampleRate) * 1000)}`
      : m.figure_frames({ count });
  const rows: (Row | null)[] = [
    { name: m.figure_gaps(), value: gapsText(figures) },
    { name: m.figure_device(), value: figures.device ?? m.figure_unknown() },
    { name: m.figure_rate(), value: hertz(sampleRate) },
    { name: m.figure_channels(), value: channels?.toString() ?? m.figure_unknown() },
    { name: m.figure_source_rate(), value: hertz(figures.sourceRate) },
    {
      name: m.figure_buffer(),
      value: bufferFrames === null ? m.figure_buffer_system() : frames(bufferFrames),
    },
    smallestFrames === null || largestFrames === null
      ? null
      : {
          name: m.figure_buffers(),
          value:
            smallestFrames === largestFrames
              ? frames(smallestFrames)
              : m.figure_buffers_range({ smallest: frames(smallestFrames), largest: frames(largestFrames) }),
        },
    { name: m.figure_callbacks(), value: numberText(figures.callbacks) },
    { name: m.figure_latency(), value: ms(figures.latencyMs), about: m.figure_latency_about() },
    { name: m.figure_store(), value: ms(figures.leastReadyMs), about: m.figure_store_about() },
    work === null
      ? null
      : { name: m.figure_work(), value: `${decimalText(work * 100)} %`, about: m.figure_work_about() },
    limitedDb > 0
      ? { name: m.figure_limiter(), value: m.figure_limited({ db: decimalText(limitedDb) }) }
      : null,
  ];
  return rows.filter((row) => row !== null);
}

/** As it is pasted into a message. */
export function textOf(rows: readonly Row[]): string {
  return rows.map(({ name, value }) => `${name}: ${value}\n`).join('');
}

function gapsText({ underruns, lastUnderrunUnixMs }: Diagnostics): string {
  if (underruns === 0) return m.figure_no_gaps();
  const gaps = numberText(underruns);
  if (lastUnderrunUnixMs === null) return gaps;
  return m.figure_gaps_last({ gaps, time: clockText(lastUnderrunUnixMs) });
}

function hertz(rate: number | null): string {
  return rate === null ? m.figure_unknown() : `${numberText(rate)} Hz`;
}

function ms(duration: number | null): string {
  return duration === null ? m.figure_unknown() : `${decimalText(duration)} ms`;
}
