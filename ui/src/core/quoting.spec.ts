import { expect, it } from 'vitest';
import { columnsOf } from '../ipc/fake-episodes';
import { Lines, type Line } from './lines';
import { copied, type Excerpt, type Source } from './quoting';

const line = (turn: number, speaker: number | null, startMs: number | null, text: string): Line => ({
  turn,
  speaker,
  startMs,
  origin: startMs === 90_000 ? 'estimated' : 'marked',
  text,
  emphasis: [],
});

const LINES = new Lines(
  columnsOf([
    line(0, 0, 796_000, 'So I went back to that night’s page.'),
    line(0, 0, 799_000, 'The ink “was” *black*.'),
    line(1, 1, 805_000, 'Did you tell\nthe clerk?'),
    line(2, null, 90_000, '1. A voice.'),
    line(3, 0, null, '“All of it.”'),
  ]),
);

const SOURCE: Source = {
  title: 'Night shift',
  lines: LINES,
  speakers: ['Tomasz', 'Rosa'],
  shows: () => true,
};

const part = (line: number, at: number, toLine: number, toAt: number): Excerpt => ({
  from: { line, at },
  to: { line: toLine, at: toAt },
});

it('a part of one line is a quote with who, where and when', () => {
  expect(copied('quote', part(0, 5, 0, 14), SOURCE)).toBe('“went back” — Tomasz, Night shift, 13:16');
});

it('lines of one person are one quote, and marks within it are single', () => {
  expect(copied('quote', part(0, 30, 1, 99), SOURCE)).toBe(
    '“page. The ink ‘was’ *black*.” — Tomasz, Night shift, 13:16',
  );
});

it('several persons are named before what each says', () => {
  expect(copied('quote', part(1, 0, 3, 99), SOURCE)).toBe(
    'Tomasz: “The ink ‘was’ *black*.”\nRosa: “Did you tell the clerk?”\n“1. A voice.”\n— Night shift, 13:19',
  );
});

it('a text that is in quotation marks already has them once, and without a time none is told', () => {
  expect(copied('quote', part(4, 0, 4, 99), SOURCE)).toBe('“All of it.” — Tomasz, Night shift');
});

it('a time that was worked out is said to be about right, and a word’s own time is better', () => {
  expect(copied('quote', part(3, 0, 3, 9), SOURCE)).toContain('Night shift, ~1:30');
  expect(copied('quote', part(0, 5, 0, 9), { ...SOURCE, startOf: () => 797_000 })).toContain('13:17');
});

it('Markdown quotes each line and gives what is written in it no meaning', () => {
  expect(copied('markdown', part(0, 0, 1, 99), SOURCE)).toBe(
    '> So I went back to that night’s page.\n>\n> The ink “was” \\*black\\*.\n>\n> — **Tomasz**, *Night shift*, 13:16',
  );
  expect(copied('markdown', part(1, 0, 3, 99), SOURCE)).toBe(
    '> **Tomasz:** The ink “was” \\*black\\*.\n>\n> **Rosa:** Did you tell the clerk?\n>\n> 1\\. A voice.\n>\n> — *Night shift*, 13:19',
  );
});

it('plain text is the words alone, a line a line', () => {
  expect(copied('plain', part(0, 3, 2, 99), SOURCE)).toBe(
    'I went back to that night’s page.\nThe ink “was” *black*.\nDid you tell the clerk?',
  );
});

it('what is folded away is not copied, and nothing is nothing', () => {
  expect(copied('plain', part(0, 0, 2, 99), { ...SOURCE, shows: (index) => index !== 1 })).toBe(
    'So I went back to that night’s page.\nDid you tell the clerk?',
  );
  expect(copied('quote', part(0, 2, 0, 3), SOURCE)).toBe('');
});
