// Generated from src-tauri/src/dto.rs, events.rs and error.rs by `cargo xtask bindings`; not edited by hand.

/**
 * Which position is heard at which instant.
 */
export type Anchor = { generation: number, 
/**
 * The position heard at `atUnixMs`, in milliseconds of the decoded audio.
 */
positionMs: number, 
/**
 * The instant of the system's clock at which `positionMs` is at the ear; may lie in the near future.
 */
atUnixMs: number, 
/**
 * Where this generation began: nothing earlier is heard in it.
 */
fromMs: number, speed: number, 
/**
 * Whether the sound advances; else the position stands.
 */
advancing: boolean, };

/**
 * What a command answers when it can't do what was asked.
 */
export type AppError = { 
/**
 * What, where, and what to do, for a person.
 */
message: string, };

/**
 * The episode's sound.
 */
export type Audio = { name: string, path: string, durationMs: number | null, codec: string, };

/**
 * The loudspeaker's state.
 */
export type Device = { "state": "ready" } | { "state": "missing", message: string, };

/**
 * The open episode.
 */
export type Episode = { 
/**
 * Counts the openings; a cover or an event of an earlier one is stale.
 */
id: number, title: string, 
/**
 * The folder's name as shown to a person.
 */
folder: string, transcript: Transcript | null, audio: Audio | null, hasCover: boolean, 
/**
 * What a person must know although the episode opened: "The audio … can't be played: …".
 */
problems: Array<string>, };

/**
 * One piece of news.
 */
export type Event = { "kind": "openRequested", path: string, } | { "kind": "dragging", over: boolean, } | { "kind": "anchor", anchor: Anchor, } | { "kind": "player", player: Player, } | { "kind": "problem", message: string, };

/**
 * A line of the show notes with a time.
 */
export type KeyPoint = { atMs: number, text: string, };

/**
 * An utterance: a line on the screen.
 */
export type Line = { 
/**
 * Index of its turn, from 0.
 */
turn: number, 
/**
 * Index into `Transcript.speakers`.
 */
speaker: number | null, startMs: number | null, endMs: number | null, origin: Origin, text: string, 
/**
 * Bold or italic runs of `text`, as [start, end) in UTF-16 units.
 */
emphasis: Array<[number, number]>, };

/**
 * What opening came to.
 */
export type Opened = { "kind": "episode", episode: Episode, } | { "kind": "choose", folder: string, path: string, pairs: Array<Pair>, };

/**
 * Where a time comes from.
 */
export type Origin = "exact" | "marked" | "aligned" | "estimated" | "none";

/**
 * An audio file and the transcript that belongs to it, or one of the two.
 */
export type Pair = { name: string, audio: string | null, audioName: string | null, transcript: string | null, transcriptName: string | null, };

/**
 * The player as it is.
 */
export type Player = { state: PlayerState, durationMs: number | null, volume: number, device: Device, anchor: Anchor, };

/**
 * What the player is doing.
 */
export type PlayerState = "empty" | "paused" | "playing" | "ended";

/**
 * A quotation set apart by the layout.
 */
export type PullQuote = { text: string, 
/**
 * The line beside which it stood; null before the first.
 */
line: number | null, };

/**
 * An episode opened before.
 */
export type Recent = { path: string, title: string, folder: string, };

/**
 * What a person has chosen.
 */
export type Settings = { 
/**
 * Whether a click on a line starts to play where it was paused.
 */
clickPlays: boolean, };

/**
 * One who speaks.
 */
export type Speaker = { name: string, };

/**
 * What the start screen needs.
 */
export type StartUp = { version: string, settings: Settings, recents: Array<Recent>, 
/**
 * What the command line asked to open.
 */
open: string | null, 
/**
 * The sample episode, where it is installed.
 */
sample: string | null, player: Player, };

/**
 * The episode's text.
 */
export type Transcript = { name: string, path: string, title: string | null, subtitle: string | null, summary: Array<string>, speakers: Array<Speaker>, lines: Array<Line>, keyPoints: Array<KeyPoint>, pullQuotes: Array<PullQuote>, warnings: Array<Warning>, };

/**
 * A remark on what the file has.
 */
export type Warning = { line: number | null, message: string, };
