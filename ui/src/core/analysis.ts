// What is measured of an episode's sound, in words: what evening out does, and what is odd about the file.
import type { Analysis, Evening, Sound } from '../ipc/bindings';
import { m } from '../../paraglide/messages';
import type { Row } from './diagnostics';
import { decimalText } from './numbers';
import { timeText } from './time';

/** More voices than these are told as a count. */
const FEW_VOICES = 3;
/** Less than this nobody hears. */
const AUDIBLE_DB = 0.5;

/** What "Even out voices" does now, or why it doesn't yet. */
export function eveningText(analysis: Analysis | null): string {
  switch (analysis?.stage) {
    case undefined:
      return m.even_measuring();
    case 'measuring':
      // A short file is measured at once: a share that stands at nothing would look as if it were stuck.
      if (analysis.share === 0) return m.even_measuring();
      return m.even_measuring_share({ share: shareText(analysis.share) });
    case 'failed':
      return m.even_failed({ reason: analysis.message });
    case 'done':
      return changesText(analysis.sound.evening);
  }
}

function changesText({ voices, wholeDb }: Evening): string {
  if (voices.length > 0) {
    const changes = voices.map(({ db }) => db);
    const [least, most] = [Math.min(...changes), Math.max(...changes)];
    if (Math.max(-least, most) < AUDIBLE_DB) return m.even_equal();
    if (voices.length <= FEW_VOICES) return voices.map(({ name, db }) => `${name} ${dbText(db)}`).join(', ');
    return m.even_voices({ count: voices.length, least: dbText(least), most: dbText(most) });
  }
  if (wholeDb === null) return m.even_nothing();
  return m.even_whole({ change: Math.abs(wholeDb) < AUDIBLE_DB ? m.even_as_it_is() : dbText(wholeDb) });
}

/** "40 %", never 100 before it is done. */
export function shareText(share: number): string {
  return `${Math.min(99, Math.floor(share * 100))} %`;
}

/** "+3 dB", "−2 dB", "0 dB". */
export function dbText(db: number): string {
  const whole = Math.round(db);
  if (whole === 0) return '0 dB';
  return `${whole > 0 ? '+' : '−'}${Math.abs(whole)} dB`;
}

/** What is measured, for the table of the sound's figures. */
export function measuredRows(analysis: Analysis | null): Row[] {
  if (analysis?.stage === 'measuring')
    return [{ name: m.figure_measured(), value: shareText(analysis.share) }];
  if (analysis?.stage !== 'done') return [];
  const { loudnessLufs, peakDbfs } = analysis.sound;
  const value = loudnessLufs === null ? m.figure_silent() : `${decimalText(loudnessLufs)} LUFS`;
  const peak = peakDbfs === null ? {} : { about: m.figure_peaks({ peak: decimalText(peakDbfs) }) };
  return [{ name: m.figure_loudness(), value, ...peak }];
}

/** One place in the file that a person should know of. */
export interface Remark {
  atMs: number;
  /** What follows the time. */
  says: string;
}

/** Where something was joined on, and what is damaged, in the order of time. */
export function remarksOn({ jointsMs, damage }: Sound): Remark[] {
  const joints = jointsMs.map((atMs) => ({
    atMs,
    says: m.remark_joint(),
  }));
  const silences = damage.map(({ fromMs, toMs }) => ({
    atMs: fromMs,
    says: m.remark_damage({ seconds: decimalText((toMs - fromMs) / 1000) }),
  }));
  return [...joints, ...silences].sort((one, other) => one.atMs - other.atMs);
}

/** As they are copied, below the table. */
export function remarksText(remarks: readonly Remark[]): string {
  return remarks.map(({ atMs, says }) => `${timeText(atMs)} ${says}\n`).join('');
}
