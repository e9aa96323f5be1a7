// The backend as the Tauri shell offers it: each method is the command of the same name.
import { Channel, invoke } from '@tauri-apps/api/core';
import { hitsOf } from '../core/hits';
import type { Backend } from './backend';
import type { Event } from './bindings';

export const tauriBackend: Backend = {
  start: (onEvent) => invoke('start', { onEvent: new Channel<Event>(onEvent) }),
  open: (path) => invoke('open', { path }),
  openPair: (audio, transcript) => invoke('open_pair', { audio, transcript }),
  pick: (kind) => invoke('pick', { kind }),
  close: () => invoke('close'),
  analyse: (episode) => invoke('analyse', { episode }),
  sync: (episode) => invoke('sync', { episode }),
  setSync: (episode, on) => invoke('set_sync', { episode, on }),
  addSyncPoint: (episode, line, atMs) => invoke('add_sync_point', { episode, line, atMs }),
  removeSyncPoint: (episode, line) => invoke('remove_sync_point', { episode, line }),
  cover: (episode) => invoke('cover', { episode }),
  // Both come as bare bytes, in the order of this machine, which is that of every web view: little-endian.
  peaks: async (episode, fromMs, toMs, width) =>
    new Int16Array(await invoke<ArrayBuffer>('peaks', { episode, fromMs, toMs, width })),
  words: (episode, line) => invoke('words', { episode, line }),
  search: async (episode, query) => hitsOf(await invoke<ArrayBuffer>('search', { episode, query })),
  quotes: (episode) => invoke('quotes', { episode }),
  addBookmark: (episode, line) => invoke('add_bookmark', { episode, line }),
  noteBookmark: (episode, id, note) => invoke('note_bookmark', { episode, id, note }),
  removeBookmark: (episode, id) => invoke('remove_bookmark', { episode, id }),
  report: (episode) => invoke('report', { episode }),
  setFrameRate: (episode, rate) => invoke('set_frame_rate', { episode, rate }),
  sourceLines: (episode, first, count, column) => invoke('source_lines', { episode, first, count, column }),
  exportChoices: () => invoke('export_choices'),
  previewExport: (episode, format, options) => invoke('preview_export', { episode, format, options }),
  export: (episode, format, options) => invoke('export', { episode, format, options }),
  recents: () => invoke('recents'),
  forgetRecent: (path) => invoke('forget_recent', { path }),
  recentCover: (path) => invoke('recent_cover', { path }),
  play: () => invoke('play'),
  pause: () => invoke('pause'),
  seek: (positionMs, play) => invoke('seek', { positionMs, play }),
  setVolume: (volume) => invoke('set_volume', { volume }),
  setSpeed: (speed) => invoke('set_speed', { speed }),
  setTrim: (strength) => invoke('set_trim', { strength }),
  setLoop: (between) => invoke('set_loop', { between }),
  replay: (fromMs, toMs, speed) => invoke('replay', { fromMs, toMs, speed }),
  setEven: (on) => invoke('set_even', { on }),
  outputDevices: () => invoke('output_devices'),
  setOutput: (id) => invoke('set_output', { id }),
  diagnostics: () => invoke('diagnostics'),
  saveSettings: (settings) => invoke('save_settings', { settings }),
  player: () => invoke('player'),
};
