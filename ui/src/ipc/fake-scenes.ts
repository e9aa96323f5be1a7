// What the fake backend opens with, chosen by the address: `?open=/pairs&device=missing`.
import { TRIMS } from '../core/sound';
import type { Backend } from './backend';
import type { Settings } from './bindings';
import { FakeBackend } from './fake';
import {
  crowdedEpisode,
  emptyEpisode,
  lettersEpisode,
  longEpisode,
  MANY_RECENTS,
  monologue,
} from './fake-episodes';

/** What is written to the first bookmark. */
const NOTE = 'Ask for the page itself.';

/**
 * `open`: a path, "long" (100,000 lines), "crowd", "monologue", "letters", "letters-right", "empty" or "never", which goes on opening;
 * `device=missing`; `problem`: a message that arrives; `recents`: "none" or "many"; `measured`: the share of the sound that is measured;
 * `bookmarks`: lines, "3,9"; `speed`, `trim`, and `loop`: its ends in seconds, "14-18"; `settings`: as JSON.
 */
export function scene(query: URLSearchParams): Backend {
  const number = (text: string | null | undefined) => (text ? Number(text) : undefined);
  const [from, to] = query.get('loop')?.split('-') ?? [];
  const measured = number(query.get('measured'));
  const backend = new FakeBackend({
    speed: number(query.get('speed')),
    trim: TRIMS.find(({ strength }) => strength === query.get('trim'))?.strength ?? undefined,
    repeat: from && to ? { fromMs: Number(from) * 1000, toMs: Number(to) * 1000 } : undefined,
    settings: JSON.parse(query.get('settings') ?? '{}') as Partial<Settings>,
    open: query.get('open'),
    bookmarks: query
      .get('bookmarks')
      ?.split(',')
      .map((line, i) => [Number(line), i === 0 ? NOTE : ''] as const),
    device: query.has('device') ? { state: 'missing', message: 'No sound device was found.' } : undefined,
    recents: { none: [], many: MANY_RECENTS }[query.get('recents') ?? ''],
    analysis: measured === undefined ? undefined : { stage: 'measuring', share: measured },
    also: {
      long: () => ({ kind: 'episode', episode: longEpisode(100_000) }),
      monologue: () => ({ kind: 'episode', episode: monologue() }),
      letters: () => ({ kind: 'episode', episode: lettersEpisode('left') }),
      'letters-right': () => ({ kind: 'episode', episode: lettersEpisode('right') }),
      crowd: () => ({ kind: 'episode', episode: crowdedEpisode() }),
      empty: () => ({ kind: 'episode', episode: emptyEpisode() }),
    },
  });
  if (query.get('open') === 'never') backend.open = () => new Promise(() => undefined);
  const problem = query.get('problem');
  if (problem !== null) setTimeout(() => backend.emit({ kind: 'problem', message: problem }), 100);
  if (query.has('dragging')) setTimeout(() => backend.emit({ kind: 'dragging', over: true }), 100);
  return backend;
}
