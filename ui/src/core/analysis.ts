// What is measured of an episode's sound, in words: what evening out does, and what is odd about the file.
import type { Analysis, Evening, Sound } from '../ipc/bindings';
import type { Row } from './diagnostics';
import { counted } from './report';
import { timeText } from './time';

/** More voices than these are told as a count. */
const FEW_VOICES = 3;
/** Less than this nobody hears. */
const AUDIBLE_DB = 0.5;

/** What "Even out voices" does now, or why it doesn't yet. */
export function eveningText(analysis: Analysis | null): string {
  switch (analysis?.stage) {
    case undefined:
      return 'Measuring the loudness…';
    case 'measuring':
      // A short file is measured at once: a share that stands at nothing would look as if it were stuck.
      return `Measuring the loudness…${analysis.share > 0 ? ` ${shareText(analysis.share)}` : ''}`;
    case 'failed':
      return `The loudness can’t be measured. ${analysis.message}`;
    case 'done':
      return changesText(analysis.sound.evening);
  }
}

function changesText({ voices, wholeDb }: Evening): string {
  if (voices.length > 0) {
    const changes = voices.map(({ db }) => db);
    const [least, most] = [Math.min(...changes), Math.max(...changes)];
    if (Math.max(-least, most) < AUDIBLE_DB) return 'The voices are equally loud already.';
    if (voices.length <= FEW_VOICES) return voices.map(({ name, db }) => `${name} ${dbText(db)}`).join(', ');
    return `${counted(voices.length, 'voice')}, changed by ${dbText(least)} to ${dbText(most)}`;
  }
  if (wholeDb === null) return 'There is nothing loud enough to be evened out.';
  const change = Math.abs(wholeDb) < AUDIBLE_DB ? 'as loud as it is' : dbText(wholeDb);
  return `No two voices are told apart here, so all of it is brought to a usual loudness: ${change}.`;
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
  if (analysis?.stage === 'measuring') return [{ name: 'Measured', value: shareText(analysis.share) }];
  if (analysis?.stage !== 'done') return [];
  const { loudnessLufs, peakDbfs } = analysis.sound;
  const peak = peakDbfs === null ? {} : { about: `with peaks of ${decimal(peakDbfs)} dBFS` };
  return [
    { name: 'Loudness', value: loudnessLufs === null ? 'silent' : `${decimal(loudnessLufs)} LUFS`, ...peak },
  ];
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
    says: 'Another file was joined on here; what follows may be an inserted advertisement.',
  }));
  const silences = damage.map(({ fromMs, toMs }) => ({
    atMs: fromMs,
    says: `The file is damaged here; what can’t be decoded is silent, for ${decimal((toMs - fromMs) / 1000)} s.`,
  }));
  return [...joints, ...silences].sort((one, other) => one.atMs - other.atMs);
}

/** As they are copied, below the table. */
export function remarksText(remarks: readonly Remark[]): string {
  return remarks.map(({ atMs, says }) => `${timeText(atMs)} ${says}\n`).join('');
}

function decimal(value: number): string {
  return value.toFixed(1).replace('-', '−');
}
