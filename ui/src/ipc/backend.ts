// What the interface asks of the backend: one method a Tauri command, and the events that come back.
import type { Hits } from '../core/hits';
import type {
  AppError,
  Bookmark,
  Diagnostics,
  Episode,
  Event,
  ExportChoices,
  Exported,
  ExportOptions,
  Opened,
  OutputDevice,
  Passage,
  Player,
  Preview,
  Query,
  Recent,
  Report,
  Section,
  Settings,
  SourceLines,
  StartUp,
  TrimStrength,
  Words,
} from './bindings';

export type PickKind = 'folder' | 'audio' | 'transcript';

/** Every promise rejects with an `AppError`. Paths are opaque: shown through the names beside them, handed back as they came. */
export interface Backend {
  /** Subscribes to the events and answers with what the start screen needs. Called once. */
  start(onEvent: (event: Event) => void): Promise<StartUp>;
  open(path: string): Promise<Opened>;
  openPair(audio: string | null, transcript: string | null): Promise<Opened>;
  /** The system's file dialog; null when it was cancelled. */
  pick(kind: PickKind): Promise<string | null>;
  close(): Promise<void>;
  /** Measures the open episode's sound in the background, now that it is on the screen; what comes of it are events. */
  analyse(episode: number): Promise<void>;
  /** Finds the open episode's words in its sound in the background, now that it is on the screen; what comes of it are events. */
  sync(episode: number): Promise<void>;
  /** Takes the times that were found, or the transcript's own. */
  setSync(episode: number, on: boolean): Promise<void>;
  /** Says that a line begins at a position; the words are found anew with that in mind. */
  addSyncPoint(episode: number, line: number, atMs: number): Promise<void>;
  removeSyncPoint(episode: number, line: number): Promise<void>;
  /** The cover of the open episode as a data URL; null when there is none. */
  cover(episode: number): Promise<string | null>;
  /**
   * The least and the greatest sample of each of `width` equal parts of a stretch of the sound, in pairs; the least of what isn't
   * measured yet is more than its greatest.
   */
  peaks(episode: number, fromMs: number, toMs: number, width: number): Promise<Int16Array>;
  /** The words and sentences of a line, and when each word is said. */
  words(episode: number, line: number): Promise<Words>;
  /** What is found in the transcript; null where a newer search, or closing the episode, has stopped this one. */
  search(episode: number, query: Query): Promise<Hits | null>;
  /** Where each pull quote of the transcript is said, in their order; null for one that is paraphrased. */
  quotes(episode: number): Promise<(Passage | null)[]>;
  /** Marks a line; answers with all bookmarks, as the next two do. */
  addBookmark(episode: number, line: number): Promise<Bookmark[]>;
  /** Gives a bookmark a note; with an empty one takes it away. */
  noteBookmark(episode: number, id: number, note: string): Promise<Bookmark[]>;
  removeBookmark(episode: number, id: number): Promise<Bookmark[]>;
  /** What was read from the open episode's transcript, and what of it had to be guessed. */
  report(episode: number): Promise<Report>;
  /** Reads the open episode's transcript again, whose times count so many frames a second; null for what is likely. */
  setFrameRate(episode: number, rate: number | null): Promise<Episode>;
  /** The lines of the transcript's file from `first` (from 1) on. */
  sourceLines(episode: number, first: number, count: number, column: number | null): Promise<SourceLines>;
  /** What the transcript can be written as. */
  exportChoices(): Promise<ExportChoices>;
  /** The beginning of what would be written. `format` is the id of a choice. */
  previewExport(episode: number, format: string, options: ExportOptions): Promise<Preview>;
  /** Asks where by the system's dialog, and writes; null when it was cancelled. */
  export(episode: number, format: string, options: ExportOptions): Promise<Exported | null>;
  recents(): Promise<Recent[]>;
  forgetRecent(path: string): Promise<Recent[]>;
  /** The small cover of one of the recent episodes as a data URL; null where there is none any more. */
  recentCover(path: string): Promise<string | null>;
  play(): Promise<void>;
  pause(): Promise<void>;
  /** Answers with the seek's generation; anchors of an earlier one are stale. `play`: start playing; else stays as it is. */
  seek(positionMs: number, play: boolean): Promise<number>;
  setVolume(volume: number): Promise<void>;
  setSpeed(speed: number): Promise<void>;
  /** Shortens pauses; null plays them as they are. */
  setTrim(strength: TrimStrength | null): Promise<void>;
  /** Plays a section round and round; null plays on. */
  setLoop(between: Section | null): Promise<void>;
  /** Plays a section once at a speed of its own. */
  replay(fromMs: number, toMs: number, speed: number): Promise<void>;
  /** Plays voices equally loud, or as they were recorded. */
  setEven(on: boolean): Promise<void>;
  /** The loudspeakers to choose from. */
  outputDevices(): Promise<OutputDevice[]>;
  /** Plays on the loudspeaker of that id; null follows the system's default. */
  setOutput(id: string | null): Promise<void>;
  /** Figures for a person whose sound stutters. */
  diagnostics(): Promise<Diagnostics>;
  saveSettings(settings: Settings): Promise<void>;
  /** The player as it is now, for a window that was hidden. */
  player(): Promise<Player>;
}

/** What a rejection says: it is an `AppError`, but for faults of the interface's own. */
export function messageOf(problem: unknown): string {
  const { message } = (problem ?? {}) as Partial<AppError>;
  return message ?? String(problem);
}
