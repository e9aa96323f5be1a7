// What the window is showing, and the way from one screen to the next.
import { tick } from 'svelte';
import { DEFAULTS } from '../core/settings';
import { messageOf, type Backend, type PickKind } from '../ipc/backend';
import type { Analysis, Episode, Event, Opened, Recent, Settings, Sync } from '../ipc/bindings';
import { Bookmarks } from './bookmarks.svelte';
import { Commanding } from './commanding';
import { Exporting } from './exporting.svelte';
import { KeyPoints } from './key-points.svelte';
import { Keymap } from './keymap.svelte';
import { Language } from './language.svelte';
import { Playback } from './playback.svelte';
import { Reading, type TextSource } from './reading.svelte';
import { Search } from './search.svelte';
import { Selecting } from './selecting.svelte';

export type Screen =
  | { kind: 'start' }
  | { kind: 'choose'; folder: string; path: string; pairs: Extract<Opened, { kind: 'choose' }>['pairs'] }
  | ({ kind: 'episode' } & Open);

/** An open episode; who reads, searches and selects is there where it has a text. */
export interface Open {
  episode: Episode;
  keyPoints: KeyPoints;
  bookmarks: Bookmarks;
  reading: Reading | null;
  search: Search | null;
  selecting: Selecting | null;
}

/** What lies over the window; one at a time. */
export type Sheet = 'settings' | 'keys' | 'palette' | 'report' | 'export' | 'diagnostics';

/** Something a person must know; it stays until it is dismissed. */
export interface Notice {
  id: number;
  message: string;
}

export class Session {
  screen = $state.raw<Screen>({ kind: 'start' });
  /** Between the asking and the answer of an opening. */
  opening = $state(false);
  /** Something is being dragged over the window. */
  dragging = $state(false);
  notices = $state.raw<readonly Notice[]>([]);
  recents = $state.raw<readonly Recent[]>([]);
  settings = $state.raw<Settings>(DEFAULTS);
  sample = $state.raw<string | null>(null);
  version = $state('');
  /** The cover of the open episode, as a data URL. */
  cover = $state.raw<string | null>(null);
  /** How far the open episode's sound is measured; null while that hasn't begun. */
  analysis = $state.raw<Analysis | null>(null);
  /** How far its words are found in it; null while that hasn't begun. */
  sync = $state.raw<Sync | null>(null);

  /** What a screen reader is told once, politely. */
  spoken = $state('');

  sheet = $state<Sheet | null>(null);

  readonly playback: Playback;
  readonly exporting: Exporting;
  readonly language: Language;
  readonly keymap: Keymap;
  readonly commanding: Commanding;
  readonly backend: Backend;
  #openings = 0;
  #noticesSoFar = 0;

  constructor(backend: Backend) {
    this.backend = backend;
    this.playback = new Playback(backend, (problem) => this.report(problem));
    this.exporting = new Exporting(backend);
    this.language = new Language(() => this.settings.locale);
    this.keymap = new Keymap(() => this.settings);
    this.commanding = new Commanding(this);
  }

  /** Begins to listen, and opens what the command line asked for. */
  async start(): Promise<void> {
    try {
      const startUp = await this.backend.start((event) => this.#on(event));
      this.version = startUp.version;
      this.settings = startUp.settings;
      this.recents = startUp.recents;
      this.sample = startUp.sample;
      this.playback.reset(startUp.player);
      if (startUp.open !== null) await this.open(startUp.open);
    } catch (problem) {
      this.report(problem);
    }
  }

  async open(path: string): Promise<void> {
    await this.#show(() => this.backend.open(path));
  }

  async openPair(audio: string | null, transcript: string | null): Promise<void> {
    await this.#show(() => this.backend.openPair(audio, transcript));
  }

  /** Asks for a folder, and opens it unless the dialog was cancelled. */
  async openFolder(): Promise<void> {
    const path = await this.#pick('folder');
    if (path !== null) await this.open(path);
  }

  /** Asks for the half of the pair that the open episode lacks, and opens both. */
  async addMissing(kind: 'audio' | 'transcript'): Promise<void> {
    if (this.screen.kind !== 'episode') return;
    const { audio, transcript } = this.screen.episode;
    const path = await this.#pick(kind);
    if (path === null) return;
    if (kind === 'audio') await this.openPair(path, transcript?.path ?? null);
    else await this.openPair(audio?.path ?? null, path);
  }

  /** Back to the start screen. */
  async close(): Promise<void> {
    this.#openings += 1;
    this.opening = false;
    this.notices = [];
    this.cover = null;
    this.analysis = null;
    this.sync = null;
    this.sheet = null;
    this.screen = { kind: 'start' };
    try {
      await this.backend.close();
      this.recents = await this.backend.recents();
      this.playback.reset(await this.backend.player());
    } catch (problem) {
      this.report(problem);
    }
  }

  /**
   * Has the open transcript read again, whose times count so many frames a second; null for what is likely. What sounds
   * goes on. Rejects where it can't be read.
   */
  async setFrameRate(rate: number | null): Promise<void> {
    if (this.screen.kind !== 'episode') return;
    const { id } = this.screen.episode;
    const episode = await this.backend.setFrameRate(id, rate);
    if (this.#isOpen(id)) this.screen = this.#screenOf(episode);
  }

  /** Takes the times that were found in the sound, or the transcript's own. */
  async setSync(on: boolean): Promise<void> {
    if (this.screen.kind !== 'episode') return;
    try {
      await this.backend.setSync(this.screen.episode.id, on);
    } catch (problem) {
      this.report(problem);
    }
  }

  /** Says that a line begins where the sound is now. */
  async syncHere(line: number): Promise<void> {
    if (this.screen.kind !== 'episode' || line < 0) return;
    try {
      const { positionMs } = this.playback;
      await this.backend.addSyncPoint(this.screen.episode.id, line, positionMs);
    } catch (problem) {
      this.report(problem);
    }
  }

  /** The cover of one of the recent episodes, as a data URL; null where it has none to show. */
  async recentCover(path: string): Promise<string | null> {
    try {
      return await this.backend.recentCover(path);
    } catch (problem) {
      this.report(problem);
      return null;
    }
  }

  async forget(path: string): Promise<void> {
    try {
      this.recents = await this.backend.forgetRecent(path);
    } catch (problem) {
      this.report(problem);
    }
  }

  /** Takes what a person has newly chosen; it holds at once, and is kept. */
  change(chosen: Partial<Settings>): void {
    this.settings = { ...this.settings, ...chosen };
    this.backend.saveSettings(this.settings).catch((problem: unknown) => this.report(problem));
    if (chosen.follows !== undefined && this.screen.kind === 'episode')
      this.screen.reading?.note(chosen.follows ? 'resumed' : 'scrolled');
  }

  report(problem: unknown): void {
    this.tell(messageOf(problem));
  }

  /** Shows a sheet that the screen has something for, unless another is shown already. */
  show(sheet: Sheet): void {
    if (this.#hasFor(sheet)) this.sheet ??= sheet;
  }

  /** What a sheet says of itself: that it was closed. */
  toggle(sheet: Sheet, shown: boolean): void {
    if (shown) this.show(sheet);
    else if (this.sheet === sheet) this.sheet = null;
  }

  dismiss(notice: Notice): void {
    this.notices = this.notices.filter(({ id }) => id !== notice.id);
  }

  /** Shows what an opening answers, unless a later one was asked for meanwhile. */
  async #show(request: () => Promise<Opened>): Promise<void> {
    const opening = ++this.#openings;
    const overtaken = () => opening !== this.#openings;
    this.opening = true;
    // Read by `cargo xtask bench`, with its counterpart in Transcript.svelte.
    performance.mark('opening');
    try {
      const opened = await request();
      if (overtaken()) return;
      this.notices = [];
      this.cover = null;
      this.analysis = null;
      this.sync = null;
      this.sheet = null;
      if (opened.kind === 'choose') {
        this.screen = opened;
      } else {
        const { episode } = opened;
        const player = await this.backend.player();
        if (overtaken()) return;
        this.playback.reset(player);
        this.screen = this.#screenOf(episode);
        for (const problem of episode.problems) this.tell(problem);
        if (episode.hasCover) void this.#fetchCover(episode.id);
        if (episode.audio) void this.#measure(episode.id);
      }
    } catch (problem) {
      if (!overtaken()) this.report(problem);
    } finally {
      if (!overtaken()) this.opening = false;
    }
  }

  #screenOf(episode: Episode): Screen {
    const keyPoints = new KeyPoints(episode.keyPoints, this.playback);
    const reading =
      episode.transcript &&
      new Reading(episode.transcript, this.playback, this.#textOf(episode.id), this.settings.follows);
    const { id, title } = episode;
    const bookmarks = new Bookmarks(episode.bookmarks, this.backend, id, (problem) => this.report(problem));
    const search = reading && new Search(reading, (query) => this.backend.search(id, query));
    const tell = (message: string) => this.tell(message);
    const selecting = reading && new Selecting(reading, title, () => this.settings, tell);
    return { kind: 'episode', episode, keyPoints, bookmarks, reading, search, selecting };
  }

  #textOf(id: number): TextSource {
    return {
      words: (line) => this.backend.words(id, line),
      quotes: () => this.backend.quotes(id),
      // What was asked before the episode was closed is nobody's concern any more.
      report: (problem) => {
        if (this.#isOpen(id)) this.report(problem);
      },
    };
  }

  async #fetchCover(id: number): Promise<void> {
    try {
      const cover = await this.backend.cover(id);
      if (this.#isOpen(id)) this.cover = cover;
    } catch (problem) {
      this.report(problem);
    }
  }

  /** Has the sound measured once the episode is on the screen: nobody is to wait for that. */
  async #measure(id: number): Promise<void> {
    await tick();
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    if (!this.#isOpen(id)) return;
    try {
      await this.backend.analyse(id);
      if (this.#isOpen(id)) await this.backend.sync(id);
    } catch (problem) {
      this.report(problem);
    }
  }

  #isOpen(id: number): boolean {
    return this.screen.kind === 'episode' && this.screen.episode.id === id;
  }

  async #pick(kind: PickKind): Promise<string | null> {
    try {
      return await this.backend.pick(kind);
    } catch (problem) {
      this.report(problem);
      return null;
    }
  }

  #on(event: Event): void {
    switch (event.kind) {
      case 'anchor':
        return this.playback.anchor(event.anchor);
      case 'player':
        return this.playback.update(event.player);
      case 'analysis':
        if (this.#isOpen(event.episode)) this.analysis = event.analysis;
        return;
      case 'sync':
        if (this.#isOpen(event.episode)) this.sync = event.sync;
        return;
      case 'times':
        if (this.screen.kind === 'episode' && this.#isOpen(event.episode))
          this.screen.reading?.takeTimes(event.times);
        return;
      case 'problem':
        return this.tell(event.message);
      case 'dragging':
        this.dragging = event.over;
        return;
      case 'openRequested':
        this.dragging = false;
        void this.open(event.path);
    }
  }

  /** Whether the screen has something for that sheet. */
  #hasFor(sheet: Sheet): boolean {
    if (sheet === 'keys' || sheet === 'settings' || sheet === 'palette') return true;
    if (sheet === 'diagnostics') return this.playback.hasAudio;
    return this.screen.kind === 'episode' && this.screen.reading !== null;
  }

  /** Has a screen reader say something, also when it is what was said last. */
  say(text: string): void {
    // Only a change is told: a space at the end that isn't heard makes one.
    this.spoken = this.spoken === text ? `${text}\u00a0` : text;
  }

  /** A message that is on the screen already is not told twice. */
  tell(message: string): void {
    const { device } = this.playback.player;
    if (device.state === 'missing' && device.message === message) return;
    if (this.notices.some((notice) => notice.message === message)) return;
    this.notices = [...this.notices, { id: ++this.#noticesSoFar, message }];
  }
}
