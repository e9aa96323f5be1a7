// What the fake backend opens with, chosen by the address: `?open=/pairs&device=missing`.
import type { Backend } from './backend';
import { FakeBackend } from './fake';
import { crowdedEpisode, longEpisode } from './fake-episodes';

/** `open`: a path, "long" (100,000 lines) or "crowd"; `device=missing`; `problem`: a message that arrives; `new`: no recents. */
export function scene(query: URLSearchParams): Backend {
  const backend = new FakeBackend({
    open: query.get('open'),
    device: query.has('device') ? { state: 'missing', message: 'No sound device was found.' } : undefined,
    recents: query.has('new') ? [] : undefined,
    also: {
      long: () => ({ kind: 'episode', episode: longEpisode(100_000) }),
      crowd: () => ({ kind: 'episode', episode: crowdedEpisode() }),
    },
  });
  const problem = query.get('problem');
  if (problem !== null) setTimeout(() => backend.emit({ kind: 'problem', message: problem }), 100);
  if (query.has('dragging')) setTimeout(() => backend.emit({ kind: 'dragging', over: true }), 100);
  return backend;
}
