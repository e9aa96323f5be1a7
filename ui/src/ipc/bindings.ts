// Generated from src-tauri/src/dto.rs, events.rs and error.rs by `cargo xtask bindings`; not edited by hand.

export type Anchor = { generation: number, 
/** The position heard at `atUnixMs`, in milliseconds of the decoded audio. */
positionMs: number, 
/** The instant of the system's clock at which `positionMs` is at the ear; may lie in the near future. */
atUnixMs: number, 
/** Where this generation began: nothing earlier is heard in it. */
fromMs: number, speed: number, 
/** Whether the sound advances; else the position stands. */
advancing: boolean, };

export type AppError = { code: ErrorCode, message: string, };

export type Audio = { name: string, path: string, durationMs: number | null, codec: string, };

export type Device = { "state": "ready" } | { "state": "missing", message: string };

export type Episode = { 
/** Counts the openings; a cover or an event of an earlier one is stale. */
id: number, title: string, 
/** The folder's name as shown to a person. */
folder: string, transcript: Transcript | null, audio: Audio | null, hasCover: boolean, 
/** What a person must know although the episode opened: "The audio … can't be played: …". */
problems: Array<string>, };

export type ErrorCode = "nothingToOpen" | "unreadable" | "unsupported" | "tooLarge" | "noAudio" | "internal";

export type Event = { "kind": "openRequested", path: string } | { "kind": "dragging", over: boolean } | { "kind": "anchor", anchor: Anchor } | { "kind": "player", player: Player } | { "kind": "problem", message: string };

export type KeyPoint = { atMs: number, text: string, };

export type Line = { 
/** Index of its turn, from 0. */
turn: number, 
/** Index into `Transcript.speakers`. */
speaker: number | null, startMs: number | null, endMs: number | null, origin: Origin, text: string, 
/** Bold or italic runs of `text`, as [start, end) in UTF-16 units. */
emphasis: Array<[number, number]>, };

export type Opened = { "kind": "episode", episode: Episode } | { "kind": "choose", folder: string, path: string, pairs: Array<Pair> };

export type Origin = "exact" | "marked" | "aligned" | "estimated" | "none";

export type Pair = { name: string, audio: string | null, audioName: string | null, transcript: string | null, transcriptName: string | null, };

export type Player = { state: PlayerState, durationMs: number | null, volume: number, device: Device, anchor: Anchor, };

export type PlayerState = "empty" | "paused" | "playing" | "ended";

export type PullQuote = { text: string, 
/** The line beside which it stood; null before the first. */
line: number | null, };

export type Recent = { path: string, title: string, folder: string, };

export type Settings = { clickPlays: boolean, };

export type Speaker = { name: string, };

export type StartUp = { version: string, settings: Settings, recents: Array<Recent>, 
/** What the command line asked to open. */
open: string | null, sample: string | null, player: Player, };

export type Transcript = { name: string, path: string, title: string | null, subtitle: string | null, summary: Array<string>, speakers: Array<Speaker>, lines: Array<Line>, keyPoints: Array<KeyPoint>, pullQuotes: Array<PullQuote>, warnings: Array<Warning>, };

export type Warning = { line: number | null, message: string, };
