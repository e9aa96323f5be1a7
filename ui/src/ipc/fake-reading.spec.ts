// That the fake backend answers a reader as the shell does, for what it has invented.
import { expect, it } from 'vitest';
import { hitAt, type Hits } from '../core/hits';
import { Lines } from '../core/lines';
import type { Query } from './bindings';
import { FakeBackend } from './fake';
import { NIGHT_SHIFT, NIGHT_SHIFT_PATH } from './fake-episodes';

const lines = NIGHT_SHIFT.transcript && new Lines(NIGHT_SHIFT.transcript.lines);
const cut = (line: number, start: number, end: number) => lines?.at(line).text.slice(start, end);

async function opened(): Promise<{ backend: FakeBackend; id: number }> {
  const backend = new FakeBackend();
  const open = await backend.open(NIGHT_SHIFT_PATH);
  if (open.kind !== 'episode') throw new Error('One episode lies there.');
  return { backend, id: open.episode.id };
}

const query = (typed: string, over: Partial<Query> = {}): Query => ({
  typed,
  wholeWord: false,
  expression: false,
  ...over,
});

function texts(hits: Hits | null): (string | undefined)[] {
  if (hits === null) return [];
  return Array.from({ length: hits.total }, (_, i) => {
    const hit = hitAt(hits, i);
    return hit ? cut(hit.line, hit.start, hit.end) : undefined;
  });
}

it.each<[string, Query, string[]]>([
  ['case and typographic marks make no difference', query("CAN'T ask"), ['can’t ask']],
  ['a whole word is no part of another', query('horn', { wholeWord: true }), ['horn', 'horn', 'horn']],
  [
    'an expression is one',
    query('bore\\w|frigh\\w+', { expression: true }),
    ['bored', 'frightened', 'bored'],
  ],
  ['a speaker is read out of what was typed', query('speaker:ines bored'), ['bored']],
  ['nothing finds nothing', query(''), []],
])('%s', async (_, asked, expected) => {
  const { backend, id } = await opened();
  expect(texts(await backend.search(id, asked))).toEqual(expected);
});

it('what is no expression is refused, and an overtaken search answers nothing', async () => {
  const { backend, id } = await opened();
  await expect(backend.search(id, query('(', { expression: true }))).rejects.toMatchObject({
    message: expect.stringMatching(/^This is no regular expression/) as string,
  });
  const [older, newer] = await Promise.all([
    backend.search(id, query('log')),
    backend.search(id, query('fog')),
  ]);
  expect(older).toBeNull();
  expect(newer?.total).toBeGreaterThan(0);
});

it('words share the time of their line and sentences hold them', async () => {
  const { backend, id } = await opened();
  const { words, startsMs, sentences } = await backend.words(id, 2);
  expect(words.slice(0, 2).map(([start, end]) => cut(2, start, end))).toEqual(['Twenty', 'if']);
  expect(startsMs[0]).toBe(14_000);
  expect([...startsMs].sort((a, b) => a - b)).toEqual(startsMs);
  expect(startsMs.at(-1)).toBeLessThan(18_000);
  expect(sentences).toEqual([[0, lines?.at(2).text.length]]);
  expect((await backend.words(id, 20)).startsMs).toEqual([]);
});

it('pull quotes are found word for word, or are paraphrases', async () => {
  const { backend, id } = await opened();
  const quotes = await backend.quotes(id);
  expect(quotes.map((quote) => quote && cut(quote.line, quote.start, quote.end))).toEqual([
    'You can’t ask an instrument what worried it',
    'the book is only as honest as the hour in which you write it',
    null,
  ]);
});

it('peaks are known as far as the sound is measured', async () => {
  const { backend, id } = await opened();
  const known = async () => {
    const peaks = await backend.peaks(id, 0, 60_000, 60);
    return Array.from({ length: 60 }, (_, i) => (peaks[i * 2] ?? 0) <= (peaks[i * 2 + 1] ?? 0)).filter(
      Boolean,
    ).length;
  };
  expect(await known()).toBe(0);
  await backend.analyse(id);
  expect(await known()).toBe(60);
});
