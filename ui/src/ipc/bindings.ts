// Generated from src-tauri/src/dto/, events.rs and error.rs by `cargo xtask bindings`; not edited by hand.

/**
 * How far the measuring has come, or what came of it.
 */
export type Analysis = { "stage": "measuring", 
/**
 * The share that is measured, 0 to 1.
 */
share: number, } | { "stage": "failed", message: string, } | { "stage": "done", sound: Sound, };

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
 * Where the sound began that has gone on without a jump up to here: at a seek, at the beginning of a loop, or after a
 * pause that was shortened. Nothing before it is heard.
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
 * A line that a person wants to find again.
 */
export type Bookmark = { id: number, 
/**
 * Null where the transcript has no such line any more.
 */
line: number | null, 
/**
 * When the line begins, or began when it was marked; null where it has no time.
 */
atMs: number | null, 
/**
 * How the line began when it was marked.
 */
text: string, 
/**
 * What the person wrote to it, or nothing.
 */
note: string, };

/**
 * What a click goes to.
 */
export type ClickTarget = "word" | "line";

/**
 * What is copied with a selected text.
 */
export type CopyFormat = "quote" | "markdown" | "plain";

/**
 * The loudspeaker's state.
 */
export type Device = { "state": "ready" } | { "state": "missing", message: string, };

/**
 * Figures for a person whose sound stutters; null stands for what isn't known yet.
 */
export type Diagnostics = { 
/**
 * The name of the device that was opened last.
 */
device: string | null, sampleRate: number | null, channels: number | null, 
/**
 * The frames that it was asked to take at a time, and the fewest and the most that it took.
 */
bufferFrames: number | null, smallestFrames: number | null, largestFrames: number | null, callbacks: number, 
/**
 * From handing a frame out to hearing it.
 */
latencyMs: number | null, 
/**
 * Gaps in the sound since the program began, and when the last one was.
 */
underruns: number, lastUnderrunUnixMs: number | null, 
/**
 * The least sound that lay ready for the device.
 */
leastReadyMs: number | null, 
/**
 * The file's rate, which is resampled where the device's is another.
 */
sourceRate: number | null, 
/**
 * How much of the time that the sound lasts it takes to make it ready.
 */
work: number | null, 
/**
 * By how many dB what is too loud is turned down right now.
 */
limitedDb: number, };

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
folder: string, transcript: Transcript | null, audio: Audio | null, keyPoints: Array<KeyPoint>, 
/**
 * In the order of the text.
 */
bookmarks: Array<Bookmark>, hasCover: boolean, 
/**
 * What a person must know although the episode opened: "The audio … can't be played: …".
 */
problems: Array<string>, };

/**
 * What evening out the voices does to it.
 */
export type Evening = { 
/**
 * The voices that are told apart, in the order of the transcript's speakers.
 */
voices: Array<Voice>, 
/**
 * What is done to all of it alike where voices can't be told apart; null where nothing is audible, too.
 */
wholeDb: number | null, };

/**
 * One piece of news.
 */
export type Event = { "kind": "openRequested", path: string, } | { "kind": "dragging", over: boolean, } | { "kind": "anchor", anchor: Anchor, } | { "kind": "player", player: Player, } | { "kind": "analysis", episode: number, analysis: Analysis, } | { "kind": "sync", episode: number, sync: Sync, } | { "kind": "times", episode: number, times: Times, } | { "kind": "problem", message: string, };

/**
 * What there is to choose from.
 */
export type ExportChoices = { 
/**
 * In the order in which they are offered.
 */
formats: Array<ExportFormat>, options: ExportOptions, };

/**
 * A format to write, and which of the options it has.
 */
export type ExportFormat = { id: string, name: string, 
/**
 * What its files' names end with.
 */
extension: string, 
/**
 * Whether it is nothing without times; else they can be left out.
 */
needsTimes: boolean, hasOrigins: boolean, hasWordTimes: boolean, isSubtitle: boolean, 
/**
 * Whether its preview is the file's own text.
 */
isText: boolean, };

/**
 * What is written, and how.
 */
export type ExportOptions = { speakers: boolean, times: boolean, 
/**
 * A sign at times that are estimates.
 */
origins: boolean, wordTimes: boolean, 
/**
 * The longest line of a subtitle, in characters.
 */
lineLength: number, 
/**
 * The most lines of a subtitle.
 */
lines: number, 
/**
 * A subtitle is shown at least so long, in seconds.
 */
shortestS: number, 
/**
 * And at most so long.
 */
longestS: number, };

/**
 * Where it was written.
 */
export type Exported = { name: string, 
/**
 * The folder as shown to a person.
 */
folder: string, };

/**
 * What the text is set in.
 */
export type Face = "serif" | "sans" | "dyslexic";

/**
 * How far an episode was heard.
 */
export type Heard = { positionMs: number, durationMs: number | null, 
/**
 * The last line that was heard, or its beginning.
 */
line: string | null, };

/**
 * A line of the show notes with a time, or a chapter.
 */
export type KeyPoint = { atMs: number, text: string, };

/**
 * How far apart lines are.
 */
export type LineSpacing = "tight" | "normal" | "wide" | "double";

/**
 * The utterances, each a line on the screen, in columns.
 */
export type Lines = { 
/**
 * What is said in all of them, one after the other.
 */
text: string, 
/**
 * Where each one ends in `text`, in UTF-16 units.
 */
textEnds: Array<number>, 
/**
 * When each one is said, where that is known.
 */
startsMs: Array<number | null>, 
/**
 * How the times are known.
 */
origins: Runs<Origin>, 
/**
 * The turns: where each begins, and whose it is as an index into `Transcript.speakers`.
 */
turns: Runs<number | null>, 
/**
 * Bold or italic runs: the line, and [start, end) in its text in UTF-16 units.
 */
emphasis: Array<[number, number, number]>, };

/**
 * A language of the window.
 */
export type Locale = "system" | "en" | "de";

/**
 * How many utterances have a mark whose last digit is worth so much.
 */
export type Marks = { resolutionMs: number, count: number, };

/**
 * What opening came to.
 */
export type Opened = { "kind": "episode", episode: Episode, } | { "kind": "choose", folder: string, path: string, pairs: Array<Pair>, };

/**
 * Where a time comes from.
 */
export type Origin = "exact" | "marked" | "aligned" | "estimated" | "none";

/**
 * How many utterances have a time of each origin.
 */
export type Origins = { exact: number, marked: number, aligned: number, estimated: number, none: number, };

/**
 * A device that can be chosen.
 */
export type OutputDevice = { id: string, name: string, 
/**
 * Whether it is the system's default.
 */
isDefault: boolean, };

/**
 * An audio file and the transcript that belongs to it, or one of the two.
 */
export type Pair = { name: string, audio: string | null, audioName: string | null, transcript: string | null, transcriptName: string | null, };

/**
 * A paragraph of a document.
 */
export type Paragraph = { kind: ParagraphKind, runs: Array<Run>, };

/**
 * What a paragraph is.
 */
export type ParagraphKind = "title" | "subtitle" | "text" | "keyPoint" | "quote";

/**
 * A place in the text: a line, and [start, end) in it in UTF-16 units.
 */
export type Passage = { line: number, start: number, end: number, };

/**
 * The player as it is.
 */
export type Player = { state: PlayerState, durationMs: number | null, volume: number, 
/**
 * The speed that is set; the anchor's is the one that is heard.
 */
speed: number, 
/**
 * How pauses are shortened; null where they aren't.
 */
trim: TrimStrength | null, 
/**
 * What is played round and round.
 */
repeat: Section | null, 
/**
 * What shortened pauses have left out since the audio was opened, in milliseconds of it.
 */
savedMs: number, 
/**
 * Whether voices are played equally loud.
 */
even: boolean, 
/**
 * The id of the chosen loudspeaker; null follows the system's default.
 */
output: string | null, device: Device, anchor: Anchor, };

/**
 * What the player is doing.
 */
export type PlayerState = "empty" | "paused" | "playing" | "ended";

/**
 * The beginning of what would be written.
 */
export type Preview = { 
/**
 * The file's own text; empty where it is a document.
 */
text: string, 
/**
 * What a document shows; empty where the file is a text.
 */
paragraphs: Array<Paragraph>, 
/**
 * Whether more follows.
 */
more: boolean, };

/**
 * A quotation set apart by the layout.
 */
export type PullQuote = { text: string, 
/**
 * The line beside which it stood; null before the first.
 */
line: number | null, };

/**
 * What to search for.
 */
export type Query = { 
/**
 * As it was typed: `speaker:name` in it looks only at what they say.
 */
typed: string, 
/**
 * Whether what is found must neither begin nor end inside a word.
 */
wholeWord: boolean, 
/**
 * Whether it is a regular expression.
 */
expression: boolean, };

/**
 * An episode opened before.
 */
export type Recent = { path: string, title: string, folder: string, 
/**
 * Whether it has a cover to ask for.
 */
hasCover: boolean, 
/**
 * How far it was heard; null for one that was never played.
 */
heard: Heard | null, };

/**
 * A sentence on what the file has, and the line where.
 */
export type Remark = { 
/**
 * From 1; null where it is about the whole file.
 */
line: number | null, 
/**
 * The character of that line, from 1, where the file is a single line.
 */
column: number | null, message: string, };

/**
 * What reading did with a place in the file.
 */
export type RemarkKind = "joined" | "moved" | "guessed" | "leftOut";

/**
 * The remarks of one kind; at least one.
 */
export type Remarks = { kind: RemarkKind, remarks: Array<Remark>, };

/**
 * What was read from the transcript's file.
 */
export type Report = { 
/**
 * The format's name.
 */
format: string, 
/**
 * Why it was read as that: a sentence about the file.
 */
reason: string, turns: number, utterances: number, words: number, 
/**
 * How many of the words the file times by themselves.
 */
timedWords: number, speakers: Array<Share>, 
/**
 * What is said by nobody whom the file names.
 */
unnamed: Share, 
/**
 * The finest first.
 */
marks: Array<Marks>, 
/**
 * How many utterances the file gives no time.
 */
unmarked: number, 
/**
 * How many frames a second the file's times count, where they count frames.
 */
frameRate: number | null, origins: Origins, keyPoints: number, pullQuotes: number, remarks: Array<Remarks>, };

/**
 * A piece of a paragraph that looks the same throughout.
 */
export type Run = { kind: RunKind, text: string, };

/**
 * What such a piece is.
 */
export type RunKind = "text" | "emphasis" | "speaker" | "time";

/**
 * A column whose values stay the same for a while: the place that each begins with, ascending, and the value.
 */
export type Runs<T> = { first: Array<number>, value: Array<T>, };

/**
 * A part of the audio, in milliseconds.
 */
export type Section = { fromMs: number, toMs: number, };

/**
 * What a person has chosen.
 */
export type Settings = { locale: Locale, theme: Theme, 
/**
 * Of what is read, in per cent: from 80 to 250.
 */
textSize: number, face: Face, lineSpacing: LineSpacing, 
/**
 * Whether the view of an episode that is opened follows what is heard.
 */
follows: boolean, 
/**
 * Whether a click on a line starts to play where it was paused.
 */
clickPlays: boolean, clickTarget: ClickTarget, 
/**
 * So many seconds before what was clicked it begins: from 0 to 2.
 */
preRollS: number, copyFormat: CopyFormat, 
/**
 * Whether letters and signs by themselves do anything.
 */
characterKeys: boolean, 
/**
 * The keys of the commands that have other ones than usual, by the command's id.
 */
keys: { [key in string]: Array<string> }, };

/**
 * A speaker's share of what was said.
 */
export type Share = { name: string, utterances: number, words: number, };

/**
 * From a time on the file's own times are early by so much, or late where it is less than 0.
 */
export type Shift = { fromMs: number, byMs: number, };

/**
 * An episode's sound as it was measured.
 */
export type Sound = { 
/**
 * The integrated loudness; null where nothing is audible.
 */
loudnessLufs: number | null, 
/**
 * The greatest sample against full scale; null where nothing is audible.
 */
peakDbfs: number | null, evening: Evening, 
/**
 * Where files were joined to one another: what follows may be an inserted advertisement.
 */
jointsMs: Array<number>, 
/**
 * What couldn't be decoded and is silent.
 */
damage: Array<Section>, };

/**
 * One of them.
 */
export type SourceLine = { 
/**
 * How many characters of a very long line stand before `text`.
 */
before: number, text: string, 
/**
 * And how many after it.
 */
more: number, };

/**
 * Lines of a transcript's file as they are.
 */
export type SourceLines = { 
/**
 * The number of the first of them, from 1.
 */
first: number, lines: Array<SourceLine>, 
/**
 * How many lines the file has.
 */
total: number, 
/**
 * Whether the file is another than when the episode was opened.
 */
changed: boolean, };

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
 * How far the looking has come, or what came of it.
 */
export type Sync = { "stage": "working", 
/**
 * The share of the work that is done, 0 to 1.
 */
share: number, } | { "stage": "failed", message: string, } | { "stage": "done", words: SyncedWords, };

/**
 * What it comes to.
 */
export type SyncOutcome = "words" | "pauses" | "mismatch" | "noSpeech" | "noText";

/**
 * What was found.
 */
export type SyncedWords = { outcome: SyncOutcome, 
/**
 * The share of the words that were found with confidence, 0 to 1.
 */
inSync: number, 
/**
 * Where the file's own times were off, in the order of time.
 */
shifts: Array<Shift>, 
/**
 * The lines of which less than half the words were found.
 */
lost: Array<number>, 
/**
 * Whether the person has gone back to the file's own times.
 */
undone: boolean, };

/**
 * Light or dark.
 */
export type Theme = "system" | "light" | "dark";

/**
 * When each line is said: the columns of `Lines` that change when words are found.
 */
export type Times = { startsMs: Array<number | null>, origins: Runs<Origin>, };

/**
 * The episode's text.
 */
export type Transcript = { name: string, path: string, title: string | null, subtitle: string | null, summary: Array<string>, speakers: Array<Speaker>, lines: Lines, pullQuotes: Array<PullQuote>, 
/**
 * How many remarks the report has on the file.
 */
remarks: number, };

/**
 * How much pauses are shortened.
 */
export type TrimStrength = "gentle" | "medium" | "strong";

/**
 * By how much a voice is changed.
 */
export type Voice = { name: string, db: number, };

/**
 * What a line's text is made of; places in it are [start, end) in UTF-16 units.
 */
export type Words = { 
/**
 * In order and without overlaps, punctuation not included.
 */
words: Array<[number, number]>, 
/**
 * When each word begins; empty where the line has no time.
 */
startsMs: Array<number>, 
/**
 * How these are known; an `estimated` one was worked out by letters between two others.
 */
origins: Runs<Origin>, 
/**
 * In order; together they hold every word, with the punctuation.
 */
sentences: Array<[number, number]>, };
