// A backend for tests and for a plain browser: invented episodes, and a player with a real clock.
import { DEFAULTS } from '../core/settings';
import { messageOf, type Backend, type PickKind } from './backend';
import type {
  Analysis,
  Anchor,
  AppError,
  Bookmark,
  Device,
  Diagnostics,
  Episode,
  Event,
  ExportChoices,
  Exported,
  ExportFormat,
  ExportOptions,
  Opened,
  OutputDevice,
  Passage,
  Player,
  PlayerState,
  Preview,
  Query,
  Recent,
  Report,
  Run,
  Section,
  Settings,
  StartUp,
  Sync,
  TrimStrength,
  Words,
} from './bindings';
import type { Hits } from '../core/hits';
import {
  COVER,
  FOLDER_OF_PAIRS,
  NIGHT_SHIFT,
  noAudio,
  noTranscript,
  NIGHT_SHIFT_PATH,
  NIGHT_SHIFT_REPORT,
  NIGHT_SHIFT_SOURCE,
  RECENTS,
} from './fake-episodes';
import { FakeBookmarks } from './fake-bookmarks';
import { FakeText, voicePeaks } from './fake-reading';
import { ANALYSIS, DIAGNOSTICS, OUTPUTS, SYNC } from './fake-sound';

export interface FakeOptions {
  /** What can be opened besides the invented episodes, by path. */
  also?: Record<string, () => Opened>;
  /** What the command line asked for. */
  open?: string | null | undefined;
  recents?: readonly Recent[] | undefined;
  device?: Device | undefined;
  speed?: number | undefined;
  trim?: TrimStrength | undefined;
  repeat?: Section | undefined;
  /** What is told when the sound is to be measured. */
  analysis?: Analysis | undefined;
  /** What is told when words are to be found in the sound. */
  sync?: Sync | undefined;
  /** What was chosen before, where it isn't what is chosen at first. */
  settings?: Partial<Settings> | undefined;
  /** The report on whatever is open. */
  report?: Report | undefined;
  /** The lines that were marked before, with their notes. */
  bookmarks?: readonly (readonly [line: number, note: string])[] | undefined;
}

export class FakeBackend implements Backend {
  readonly #episodes: Record<string, () => Opened>;
  #report: Report;
  readonly #analysis: Analysis;
  readonly #sync: Sync;
  readonly #startWith: string | null;
  #recents: Recent[];
  #onEvent: (event: Event) => void = () => undefined;
  #settings: Settings;
  #state: PlayerState = 'empty';
  #durationMs: number | null = null;
  #volume = 0.8;
  #speed = 1;
  #trim: TrimStrength | null;
  #repeat: Section | null;
  #replayed: { toMs: number; speed: number } | null = null;
  #even = false;
  #output: string | null = null;
  #device: Device;
  #anchor: Anchor = standing(0, 0);
  #end: ReturnType<typeof setTimeout> | undefined;
  #openings = 0;
  #open: Episode | null = null;
  #text: FakeText | null = null;
  /** How much of the sound is said to be measured, 0 to 1. */
  #measured = 0;
  #searches = 0;
  #bookmarks: FakeBookmarks;

  constructor(options: FakeOptions = {}) {
    this.#episodes = { ...INVENTED, ...options.also };
    this.#settings = { ...DEFAULTS, ...options.settings };
    this.#report = options.report ?? NIGHT_SHIFT_REPORT;
    this.#analysis = options.analysis ?? ANALYSIS;
    this.#sync = options.sync ?? SYNC;
    this.#startWith = options.open ?? null;
    this.#bookmarks = new FakeBookmarks(options.bookmarks ?? []);
    this.#recents = [...(options.recents ?? RECENTS)];
    this.#trim = options.trim ?? null;
    this.#repeat = options.repeat ?? null;
    this.#speed = options.speed ?? 1;
    this.#device = options.device ?? { state: 'ready' };
  }

  /** Sends an event as the shell would. */
  emit(event: Event): void {
    this.#onEvent(event);
  }

  async start(onEvent: (event: Event) => void): Promise<StartUp> {
    this.#onEvent = onEvent;
    return {
      version: '0.1.0',
      settings: this.#settings,
      recents: this.#recents,
      open: this.#startWith,
      sample: NIGHT_SHIFT_PATH,
      player: await this.player(),
    };
  }

  async open(path: string): Promise<Opened> {
    const opened = this.#episodes[path]?.();
    if (!opened)
      throw appError(`There is nothing to open in “${path}”: it holds no audio and no transcript.`);
    return this.#enter(opened);
  }

  async openPair(audio: string | null, transcript: string | null): Promise<Opened> {
    return this.#enter({
      kind: 'episode',
      episode: {
        ...NIGHT_SHIFT,
        audio: audio === null ? null : NIGHT_SHIFT.audio,
        transcript: transcript === null ? null : NIGHT_SHIFT.transcript,
      },
    });
  }

  async pick(kind: PickKind): Promise<string | null> {
    return kind === 'folder' ? NIGHT_SHIFT_PATH : `${NIGHT_SHIFT_PATH}/${kind}`;
  }

  async close(): Promise<void> {
    this.#turn('empty', standing(this.#anchor.generation + 1, 0));
  }

  async analyse(episode: number): Promise<void> {
    const analysis = this.#analysis;
    this.#measured = analysis.stage === 'measuring' ? analysis.share : analysis.stage === 'done' ? 1 : 0;
    this.emit({ kind: 'analysis', episode, analysis });
  }

  async sync(episode: number): Promise<void> {
    this.emit({ kind: 'sync', episode, sync: this.#sync });
  }

  async setSync(episode: number, on: boolean): Promise<void> {
    if (this.#sync.stage !== 'done') return;
    const sync: Sync = { stage: 'done', words: { ...this.#sync.words, undone: !on } };
    this.#tellTimes(episode, on);
    this.emit({ kind: 'sync', episode, sync });
  }

  async addSyncPoint(episode: number, line: number, atMs: number): Promise<void> {
    this.#textOf(episode).begin(line, atMs);
    this.#tellTimes(episode, true);
  }

  async removeSyncPoint(episode: number, line: number): Promise<void> {
    this.#textOf(episode).begin(line, null);
    this.#tellTimes(episode, true);
  }

  /** Tells when lines are said: as found, or as in the file. */
  #tellTimes(episode: number, found: boolean): void {
    this.emit({ kind: 'times', episode, times: this.#textOf(episode).times(found) });
  }

  async cover(): Promise<string | null> {
    return COVER;
  }

  async peaks(_episode: number, fromMs: number, toMs: number, width: number): Promise<Int16Array> {
    const knownMs = (this.#durationMs ?? 0) * this.#measured;
    return voicePeaks(this.#text?.starts ?? [0], knownMs, { fromMs, toMs }, width);
  }

  async words(episode: number, line: number): Promise<Words> {
    return this.#textOf(episode).words(line);
  }

  async search(episode: number, query: Query): Promise<Hits | null> {
    const search = ++this.#searches;
    const text = this.#textOf(episode);
    await Promise.resolve();
    if (search !== this.#searches) return null;
    try {
      return text.find(query);
    } catch (problem) {
      throw appError(messageOf(problem));
    }
  }

  async quotes(episode: number): Promise<(Passage | null)[]> {
    return this.#textOf(episode).quotes();
  }

  async addBookmark(_episode: number, line: number): Promise<Bookmark[]> {
    return this.#bookmarks.add(line).in(this.#open?.transcript ?? null);
  }

  async noteBookmark(_episode: number, id: number, note: string): Promise<Bookmark[]> {
    return this.#bookmarks.note(id, note).in(this.#open?.transcript ?? null);
  }

  async removeBookmark(_episode: number, id: number): Promise<Bookmark[]> {
    return this.#bookmarks.remove(id).in(this.#open?.transcript ?? null);
  }

  async report(): Promise<Report> {
    return this.#report;
  }

  async setFrameRate(_episode: number, rate: number | null): Promise<Episode> {
    if (this.#open === null) throw appError('This episode is no longer open.');
    this.#report = { ...this.#report, frameRate: rate ?? FRAME_RATE };
    return this.#open;
  }

  // A property, so that it has the whole signature, whose column no line here is long enough for.
  sourceLines: Backend['sourceLines'] = async (_episode, first, count) => {
    const lines = NIGHT_SHIFT_SOURCE.slice(first - 1, first - 1 + count);
    return {
      first,
      lines: lines.map((text) => ({ before: 0, text, more: 0 })),
      total: NIGHT_SHIFT_SOURCE.length,
      changed: false,
    };
  };

  async exportChoices(): Promise<ExportChoices> {
    return { formats: FORMATS, options: OPTIONS };
  }

  async previewExport(_episode: number, format: string, options: ExportOptions): Promise<Preview> {
    const text = `${format} ${JSON.stringify(options, null, 2)}\n`;
    if (format !== 'docx') return { text, paragraphs: [], more: true };
    const runs: Run[] = [
      { kind: 'speaker', text: 'Ann: ' },
      { kind: 'time', text: '[00:00:01] ' },
      { kind: 'text', text: 'Good evening.' },
    ];
    return { text: '', paragraphs: [{ kind: 'text', runs }], more: true };
  }

  async export(_episode: number, format: string): Promise<Exported | null> {
    const { extension } = FORMATS.find(({ id }) => id === format) ?? { extension: format };
    return { name: `transcript.${extension}`, folder: NIGHT_SHIFT_PATH };
  }

  async recents(): Promise<Recent[]> {
    return this.#recents;
  }

  async forgetRecent(path: string): Promise<Recent[]> {
    this.#recents = this.#recents.filter((recent) => recent.path !== path);
    return this.#recents;
  }

  async recentCover(path: string): Promise<string | null> {
    return this.#recents.some((recent) => recent.path === path && recent.hasCover) ? COVER : null;
  }

  async play(): Promise<void> {
    if (this.#device.state === 'missing') throw appError(this.#device.message);
    const from = this.#state === 'ended' ? 0 : this.#position();
    this.#turn('playing', this.#advancing(this.#anchor.generation + 1, from));
  }

  async pause(): Promise<void> {
    this.#turn('paused', standing(this.#anchor.generation, this.#position()));
  }

  async seek(positionMs: number, play: boolean): Promise<number> {
    const generation = this.#anchor.generation + 1;
    this.#replayed = null;
    if (this.#repeat && !contains(this.#repeat, positionMs)) this.#repeat = null;
    if (play || this.#state === 'playing') this.#turn('playing', this.#advancing(generation, positionMs));
    else this.#turn('paused', standing(generation, positionMs));
    return generation;
  }

  async setVolume(volume: number): Promise<void> {
    this.#volume = volume;
    await this.#tell();
  }

  async setSpeed(speed: number): Promise<void> {
    this.#speed = speed;
    this.#replayed = null;
    this.#goOn();
  }

  async setTrim(strength: TrimStrength | null): Promise<void> {
    this.#trim = strength;
    await this.#tell();
  }

  async setLoop(between: Section | null): Promise<void> {
    const past = between !== null && this.#position() >= between.toMs;
    this.#repeat = between;
    if (past) await this.seek(between.fromMs, false);
    else this.#goOn();
  }

  async replay(fromMs: number, toMs: number, speed: number): Promise<void> {
    if (this.#repeat && !contains(this.#repeat, fromMs)) this.#repeat = null;
    this.#replayed = { toMs, speed };
    this.#turn('playing', this.#advancing(this.#anchor.generation + 1, fromMs));
  }

  async setEven(on: boolean): Promise<void> {
    this.#even = on;
    await this.#tell();
  }

  async outputDevices(): Promise<OutputDevice[]> {
    return OUTPUTS;
  }

  async setOutput(id: string | null): Promise<void> {
    this.#output = id;
    await this.#tell();
  }

  async diagnostics(): Promise<Diagnostics> {
    return DIAGNOSTICS;
  }

  async saveSettings(settings: Settings): Promise<void> {
    this.#settings = settings;
  }

  async player(): Promise<Player> {
    return {
      state: this.#state,
      durationMs: this.#durationMs,
      volume: this.#volume,
      speed: this.#speed,
      trim: this.#trim,
      repeat: this.#repeat,
      savedMs: this.#trim === null ? 0 : SAVED_MS,
      even: this.#even,
      output: this.#output,
      device: this.#device,
      anchor: this.#anchor,
    };
  }

  #enter(opened: Opened): Opened {
    if (opened.kind === 'choose') return opened;
    const bookmarks = this.#bookmarks.in(opened.episode.transcript);
    const episode: Episode = { ...opened.episode, bookmarks, id: ++this.#openings };
    this.#open = episode;
    this.#durationMs = episode.audio?.durationMs ?? null;
    this.#text = episode.transcript && new FakeText(episode.transcript, this.#durationMs);
    this.#measured = 0;
    this.#turn(episode.audio ? 'paused' : 'empty', standing(this.#anchor.generation + 1, 0));
    return { kind: 'episode', episode };
  }

  #textOf(episode: number): FakeText {
    if (this.#open?.id !== episode || this.#text === null)
      throw appError('This episode is no longer open. Open it again.');
    return this.#text;
  }

  #turn(state: PlayerState, anchor: Anchor): void {
    clearTimeout(this.#end);
    this.#state = state;
    this.#anchor = anchor;
    const next = this.#next(anchor);
    if (state === 'playing' && next !== null)
      this.#end = setTimeout(next.go, (next.atMs - anchor.positionMs) / anchor.speed);
    void this.#tell();
  }

  /** What comes of playing on from an anchor, and where: a replayed line's end, the loop's, or the audio's. */
  #next({ generation, positionMs }: Anchor): { atMs: number; go: () => void } | null {
    const on = (toMs: number) => this.#turn('playing', this.#advancing(generation, toMs));
    if (this.#replayed) {
      const { toMs } = this.#replayed;
      return {
        atMs: toMs,
        go: () => {
          this.#replayed = null;
          on(toMs);
        },
      };
    }
    const repeat = this.#repeat;
    if (repeat && positionMs < repeat.toMs) return { atMs: repeat.toMs, go: () => on(repeat.fromMs) };
    const end = this.#durationMs;
    return end === null ? null : { atMs: end, go: () => this.#turn('ended', standing(generation, end)) };
  }

  /** Plays on, or stands, as was newly chosen. */
  #goOn(): void {
    const { generation } = this.#anchor;
    const position = this.#position();
    if (this.#state === 'playing') this.#turn('playing', this.#advancing(generation, position));
    else void this.#tell();
  }

  async #tell(): Promise<void> {
    this.#onEvent({ kind: 'player', player: await this.player() });
  }

  #position(): number {
    const { advancing, positionMs, atUnixMs, speed } = this.#anchor;
    return advancing ? positionMs + (Date.now() - atUnixMs) * speed : positionMs;
  }

  #advancing(generation: number, positionMs: number): Anchor {
    const speed = this.#replayed?.speed ?? this.#speed;
    return { ...standing(generation, positionMs), atUnixMs: Date.now(), speed, advancing: true };
  }
}

function standing(generation: number, positionMs: number): Anchor {
  return { generation, positionMs, atUnixMs: 0, fromMs: positionMs, speed: 1, advancing: false };
}

function contains({ fromMs, toMs }: Section, positionMs: number): boolean {
  return fromMs <= positionMs && positionMs < toMs;
}

function appError(message: string): AppError {
  return { message };
}

/** What shortened pauses are said to have saved. */
const SAVED_MS = 192_000;
/** What is likely, where an invented file's times count frames. */
const FRAME_RATE = 24;

const OPTIONS: ExportOptions = {
  speakers: true,
  times: true,
  origins: false,
  wordTimes: false,
  lineLength: 42,
  lines: 2,
  shortestS: 1,
  longestS: 7,
};

const TEXT = { needsTimes: false, hasOrigins: true, hasWordTimes: false, isSubtitle: false, isText: true };
const RECORDS = { ...TEXT, needsTimes: true, hasOrigins: false };
const FORMATS: ExportFormat[] = [
  { id: 'srt', name: 'SubRip', extension: 'srt', ...RECORDS, isSubtitle: true },
  { id: 'webvtt', name: 'WebVTT', extension: 'vtt', ...RECORDS, isSubtitle: true, hasWordTimes: true },
  { id: 'podcast-json', name: 'Podcasting 2.0 JSON', extension: 'json', ...RECORDS, hasWordTimes: true },
  { id: 'ttml', name: 'TTML', extension: 'ttml', ...RECORDS, hasWordTimes: true },
  { id: 'lrc', name: 'LRC', extension: 'lrc', ...RECORDS, hasWordTimes: true },
  { id: 'markdown', name: 'Markdown', extension: 'md', ...TEXT },
  { id: 'text', name: 'plain text', extension: 'txt', ...TEXT },
  { id: 'html', name: 'HTML', extension: 'html', ...TEXT },
  { id: 'csv', name: 'CSV', extension: 'csv', ...TEXT, hasOrigins: false },
  { id: 'docx', name: 'DOCX', extension: 'docx', ...TEXT, isText: false },
];

const INVENTED: Record<string, () => Opened> = {
  [NIGHT_SHIFT_PATH]: () => ({ kind: 'episode', episode: NIGHT_SHIFT }),
  '/silent': () => ({ kind: 'episode', episode: noAudio(NIGHT_SHIFT) }),
  '/wordless': () => ({ kind: 'episode', episode: noTranscript(NIGHT_SHIFT) }),
  '/pairs': () => FOLDER_OF_PAIRS,
};
