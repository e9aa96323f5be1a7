import { expect, it } from 'vitest';
import type { SyncedWords } from '../ipc/bindings';
import { shiftTexts, syncText } from './sync';

const WORDS: SyncedWords = { outcome: 'words', inSync: 0.9996, shifts: [], lost: [], undone: false };

it('tells how far it has come and what came of it', () => {
  expect(syncText({ stage: 'working', share: 0.429 })).toContain('42 %');
  expect(syncText({ stage: 'failed', message: 'Gone.' })).toBe('Gone.');
  expect(syncText({ stage: 'done', words: WORDS })).toContain('99 %');
  expect(syncText({ stage: 'done', words: { ...WORDS, outcome: 'mismatch' } })).not.toContain('%');
  expect(syncText({ stage: 'done', words: { ...WORDS, undone: true } })).not.toContain('%');
});

it('tells by how much and to which side times were off', () => {
  const shifts = [
    { fromMs: 0, byMs: 17_412 },
    { fromMs: 600_000, byMs: -1_000 },
  ];
  expect(shiftTexts({ ...WORDS, shifts })).toEqual([
    'The times were 17.4 s early from 0:00 on; mended.',
    'The times were 1.0 s late from 10:00 on; mended.',
  ]);
});
