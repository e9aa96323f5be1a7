// That each method asks for the command of its name, with the arguments that the shell reads.
import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { afterEach, expect, it, vi } from 'vitest';
import { DEFAULTS } from '../core/settings';
import { tauriBackend as backend } from './tauri';

afterEach(clearMocks);

const OPTIONS = {
  speakers: true,
  times: true,
  origins: false,
  wordTimes: false,
  lineLength: 42,
  lines: 2,
  shortestS: 1,
  longestS: 7,
};

it.each([
  ['open', () => backend.open('/a'), { path: '/a' }],
  ['open_pair', () => backend.openPair('/a', null), { audio: '/a', transcript: null }],
  ['pick', () => backend.pick('folder'), { kind: 'folder' }],
  ['close', () => backend.close(), {}],
  ['sync', () => backend.sync(3), { episode: 3 }],
  ['set_sync', () => backend.setSync(3, false), { episode: 3, on: false }],
  ['add_sync_point', () => backend.addSyncPoint(3, 7, 1500), { episode: 3, line: 7, atMs: 1500 }],
  ['remove_sync_point', () => backend.removeSyncPoint(3, 7), { episode: 3, line: 7 }],
  ['cover', () => backend.cover(3), { episode: 3 }],
  ['words', () => backend.words(3, 7), { episode: 3, line: 7 }],
  ['quotes', () => backend.quotes(3), { episode: 3 }],
  ['add_bookmark', () => backend.addBookmark(3, 7), { episode: 3, line: 7 }],
  ['note_bookmark', () => backend.noteBookmark(3, 9, 'a'), { episode: 3, id: 9, note: 'a' }],
  ['remove_bookmark', () => backend.removeBookmark(3, 9), { episode: 3, id: 9 }],
  ['report', () => backend.report(3), { episode: 3 }],
  ['set_frame_rate', () => backend.setFrameRate(3, 25), { episode: 3, rate: 25 }],
  ['source_lines', () => backend.sourceLines(3, 1, 200, 9), { episode: 3, first: 1, count: 200, column: 9 }],
  ['export_choices', () => backend.exportChoices(), {}],
  [
    'preview_export',
    () => backend.previewExport(3, 'srt', OPTIONS),
    { episode: 3, format: 'srt', options: OPTIONS },
  ],
  ['export', () => backend.export(3, 'srt', OPTIONS), { episode: 3, format: 'srt', options: OPTIONS }],
  ['recents', () => backend.recents(), {}],
  ['forget_recent', () => backend.forgetRecent('/a'), { path: '/a' }],
  ['recent_cover', () => backend.recentCover('/a'), { path: '/a' }],
  ['play', () => backend.play(), {}],
  ['pause', () => backend.pause(), {}],
  ['seek', () => backend.seek(1500, true), { positionMs: 1500, play: true }],
  ['set_volume', () => backend.setVolume(0.5), { volume: 0.5 }],
  ['set_speed', () => backend.setSpeed(1.5), { speed: 1.5 }],
  ['set_trim', () => backend.setTrim('medium'), { strength: 'medium' }],
  ['set_loop', () => backend.setLoop({ fromMs: 1, toMs: 2 }), { between: { fromMs: 1, toMs: 2 } }],
  ['replay', () => backend.replay(1, 2, 0.7), { fromMs: 1, toMs: 2, speed: 0.7 }],
  ['set_even', () => backend.setEven(true), { on: true }],
  ['output_devices', () => backend.outputDevices(), {}],
  ['set_output', () => backend.setOutput(null), { id: null }],
  ['diagnostics', () => backend.diagnostics(), {}],
  ['save_settings', () => backend.saveSettings(DEFAULTS), { settings: DEFAULTS }],
  ['player', () => backend.player(), {}],
])('%s', async (command, call, args) => {
  const ipc = vi.fn();
  mockIPC(ipc);
  await call();
  expect(ipc).toHaveBeenCalledExactlyOnceWith(command, args);
});

it('start hands over a channel for the events', async () => {
  const ipc = vi.fn();
  mockIPC(ipc);
  await backend.start(() => undefined);
  const [command, args] = ipc.mock.calls[0] ?? [];
  expect(command).toBe('start');
  expect(JSON.stringify(args)).toMatch(/^\{"onEvent":"__CHANNEL__:\d+"\}$/);
});

it('peaks and hits are read from bare bytes', async () => {
  const ipc = vi.fn((command: string) =>
    command === 'peaks'
      ? new Uint8Array([0xfe, 0xff, 2, 1]).buffer
      : new Uint8Array([9, 0, 0, 0, 2, 1, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0]).buffer,
  );
  mockIPC(ipc);
  expect(await backend.peaks(3, 0, 8000, 1)).toEqual(new Int16Array([-2, 258]));
  const query = { typed: 'fog', wholeWord: false, expression: false };
  expect(await backend.search(3, query)).toEqual({ total: 9, listed: new Uint32Array([258, 1, 3]) });
  expect(ipc.mock.calls).toEqual([
    ['peaks', { episode: 3, fromMs: 0, toMs: 8000, width: 1 }],
    ['search', { episode: 3, query }],
  ]);
});
