// What there is to say of an episode's words in its sound.
import type { Shift, Sync, SyncedWords } from '../ipc/bindings';
import { m } from '../../paraglide/messages';
import { timeText } from './time';

/** How far the looking has come, or what came of it, in a few words. */
export function syncText(sync: Sync): string {
  switch (sync.stage) {
    case 'working':
      return m.sync_working({ share: whole(sync.share) });
    case 'failed':
      return sync.message;
    case 'done':
      return doneText(sync.words);
  }
}

function doneText(words: SyncedWords): string {
  if (words.undone) return m.sync_undone();
  switch (words.outcome) {
    case 'words':
      return m.sync_found({ share: whole(words.inSync) });
    case 'pauses':
      return m.sync_pauses();
    case 'mismatch':
      return m.sync_mismatch();
    case 'noSpeech':
      return m.sync_no_speech();
    case 'noText':
      return m.sync_no_text();
  }
}

/** By how much the file's own times were off, from where on; null where they weren't. */
export function shiftTexts({ shifts }: SyncedWords): string[] {
  return shifts.map((shift) => {
    const facts = { seconds: secondsOf(shift), from: timeText(shift.fromMs) };
    return shift.byMs > 0 ? m.sync_was_early(facts) : m.sync_was_late(facts);
  });
}

function secondsOf({ byMs }: Shift): string {
  return (Math.abs(byMs) / 1000).toFixed(1);
}

/** Rounded down: 100 % is all of them. */
function whole(share: number): string {
  return String(Math.floor(share * 100));
}
