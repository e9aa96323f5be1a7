//! What the interface may ask for: each command reads the state, makes one call, and converts.

#![allow(clippy::needless_pass_by_value, reason = "Tauri hands commands their arguments by value")]

use std::path::PathBuf;

use cueline_library::PathToken;
use cueline_playback::Then;
use cueline_transcript::ExportFormat;
use tauri::{
    State, WebviewWindow,
    async_runtime::spawn_blocking,
    ipc::{Channel, Response},
};

use crate::{
    dialog::{self, Chosen, PickKind},
    dto::{
        self, Bookmark, Diagnostics, Episode, ExportChoices, ExportOptions, Exported, Opened, OutputDevice,
        Passage, Player, Preview, Query, Recent, Report, Section, Settings, SourceLines, StartUp,
        TrimStrength, Words,
    },
    error::AppError,
    events::Event,
    state::App,
};

type Answer<T> = Result<T, AppError>;

/// Subscribes to the events and answers with what the start screen needs.
#[tauri::command]
pub(crate) fn start(app: State<'_, App>, on_event: Channel<Event>) -> StartUp {
    app.outbox().connect(on_event);
    app.start_up()
}

/// Opens an episode folder, an audio file or a transcript.
#[tauri::command]
pub(crate) async fn open(app: State<'_, App>, path: String) -> Answer<Opened> {
    let (app, path) = (app.inner().clone(), path_of(path)?);
    spawn_blocking(move || app.open(&path)).await?
}

/// Opens one pair, by either half or both.
#[tauri::command]
pub(crate) async fn open_pair(
    app: State<'_, App>,
    audio: Option<String>,
    transcript: Option<String>,
) -> Answer<Opened> {
    let app = app.inner().clone();
    let (audio, transcript) = (audio.map(path_of).transpose()?, transcript.map(path_of).transpose()?);
    spawn_blocking(move || app.open_pair(audio, transcript)).await?
}

/// Closes the episode.
#[tauri::command]
pub(crate) async fn close(app: State<'_, App>) -> Answer<()> {
    app.close();
    Ok(())
}

/// Lets the person choose a folder or a file; nothing when they cancel.
#[tauri::command]
pub(crate) async fn pick(window: WebviewWindow, kind: PickKind) -> Answer<Option<String>> {
    Ok(dialog::pick(&window, kind).await?.map(|path| dto::token(&path)))
}

/// Measures the open episode's sound in the background, once it is on the screen; what comes of it are events.
#[tauri::command]
pub(crate) async fn analyse(app: State<'_, App>, episode: u32) -> Answer<()> {
    app.analyse(episode);
    Ok(())
}

/// Finds the words of the open episode in its sound, in the background, once it is on the screen; what comes of it are events.
#[tauri::command]
pub(crate) async fn sync(app: State<'_, App>, episode: u32) -> Answer<()> {
    app.sync(episode);
    Ok(())
}

/// Takes the times that were found, or the transcript's own.
#[tauri::command]
pub(crate) async fn set_sync(app: State<'_, App>, episode: u32, on: bool) -> Answer<()> {
    let app = app.inner().clone();
    spawn_blocking(move || app.set_sync(episode, on)).await?
}

/// Says that a line is being said at a time; the words around it are found anew.
#[tauri::command]
pub(crate) async fn add_sync_point(app: State<'_, App>, episode: u32, line: u32, at_ms: f64) -> Answer<()> {
    let (app, at) = (app.inner().clone(), dto::duration(at_ms));
    spawn_blocking(move || app.add_sync_point(episode, line, at)).await?
}

/// Takes back what was said of a line's time.
#[tauri::command]
pub(crate) async fn remove_sync_point(app: State<'_, App>, episode: u32, line: u32) -> Answer<()> {
    let app = app.inner().clone();
    spawn_blocking(move || app.remove_sync_point(episode, line)).await?
}

/// The open episode's cover as a data URL.
#[tauri::command]
pub(crate) async fn cover(app: State<'_, App>, episode: u32) -> Answer<Option<String>> {
    Ok(app.cover(episode))
}

/// The peaks of so many equal parts of a stretch of the open episode's sound, as far as it is measured; the bytes are told in
/// `dto::peak_bytes`.
#[tauri::command]
pub(crate) async fn peaks(
    app: State<'_, App>,
    episode: u32,
    from_ms: f64,
    to_ms: f64,
    width: u32,
) -> Answer<Response> {
    let (from, to) = (dto::duration(from_ms), dto::duration(to_ms));
    Ok(Response::new(app.peaks(episode, from, to, width)?))
}

/// The words and sentences of a line of the open episode's transcript.
#[tauri::command]
pub(crate) async fn words(app: State<'_, App>, episode: u32, line: u32) -> Answer<Words> {
    let app = app.inner().clone();
    spawn_blocking(move || app.words(episode, line)).await?
}

/// Searches the open episode's transcript; the bytes are told in `dto::hit_bytes`. A newer search stops an older one, which then
/// answers with no bytes at all.
#[tauri::command]
pub(crate) async fn search(app: State<'_, App>, episode: u32, query: Query) -> Answer<Response> {
    let (app, turn) = (app.inner().clone(), app.next_search());
    let found = spawn_blocking(move || app.search(episode, query, turn)).await??;
    Ok(Response::new(found))
}

/// Where each pull quote of the open episode's transcript is said; null for one that is paraphrased.
#[tauri::command]
pub(crate) async fn quotes(app: State<'_, App>, episode: u32) -> Answer<Vec<Option<Passage>>> {
    let app = app.inner().clone();
    spawn_blocking(move || app.quotes(episode)).await?
}

/// Marks a line of the open episode; answers with all bookmarks.
#[tauri::command]
pub(crate) async fn add_bookmark(app: State<'_, App>, episode: u32, line: u32) -> Answer<Vec<Bookmark>> {
    let app = app.inner().clone();
    spawn_blocking(move || app.add_bookmark(episode, line)).await?
}

/// Gives a bookmark a note, or with an empty one takes it away; answers with all bookmarks.
#[tauri::command]
pub(crate) async fn note_bookmark(
    app: State<'_, App>,
    episode: u32,
    id: u64,
    note: String,
) -> Answer<Vec<Bookmark>> {
    let app = app.inner().clone();
    spawn_blocking(move || app.note_bookmark(episode, id, &note)).await?
}

/// Takes a bookmark away; answers with the others.
#[tauri::command]
pub(crate) async fn remove_bookmark(app: State<'_, App>, episode: u32, id: u64) -> Answer<Vec<Bookmark>> {
    let app = app.inner().clone();
    spawn_blocking(move || app.remove_bookmark(episode, id)).await?
}

/// What was read from the open episode's transcript.
#[tauri::command]
pub(crate) async fn report(app: State<'_, App>, episode: u32) -> Answer<Report> {
    let app = app.inner().clone();
    spawn_blocking(move || app.report(episode)).await?
}

/// Reads the open episode's transcript again, whose times count so many frames a second; null for what is likely.
#[tauri::command]
pub(crate) async fn set_frame_rate(app: State<'_, App>, episode: u32, rate: Option<f64>) -> Answer<Episode> {
    let app = app.inner().clone();
    spawn_blocking(move || app.set_frame_rate(episode, rate)).await?
}

/// Lines of the transcript's file as they are, from `first` (from 1) on; of a very long one what stands around `column`.
#[tauri::command]
pub(crate) async fn source_lines(
    app: State<'_, App>,
    episode: u32,
    first: u32,
    count: u32,
    column: Option<u32>,
) -> Answer<SourceLines> {
    let app = app.inner().clone();
    spawn_blocking(move || app.source_lines(episode, first, count, column)).await?
}

/// What the transcript can be written as.
#[tauri::command]
pub(crate) fn export_choices() -> ExportChoices {
    ExportChoices::all()
}

/// The beginning of what would be written.
#[tauri::command]
pub(crate) async fn preview_export(
    app: State<'_, App>,
    episode: u32,
    format: String,
    options: ExportOptions,
) -> Answer<Preview> {
    let (app, format) = (app.inner().clone(), format_of(&format)?);
    spawn_blocking(move || app.preview_export(episode, format, options)).await?
}

/// Lets the person choose where, and writes the transcript there; answers with the file's name and its folder's, or
/// with nothing when they cancel.
#[tauri::command]
pub(crate) async fn export(
    window: WebviewWindow,
    app: State<'_, App>,
    episode: u32,
    format: String,
    options: ExportOptions,
) -> Answer<Option<Exported>> {
    let (app, format) = (app.inner().clone(), format_of(&format)?);
    let exporting = app.clone();
    let (bytes, suggested) = spawn_blocking(move || exporting.export(episode, format, options)).await??;
    let Some(Chosen { path, existing }) = dialog::save(&window, &suggested, format).await? else {
        return Ok(None);
    };
    spawn_blocking(move || {
        app.save_export(&path, &bytes, existing)?;
        Ok(Some(Exported::at(&path)))
    })
    .await?
}

/// The episodes opened before, the latest first.
#[tauri::command]
pub(crate) fn recents(app: State<'_, App>) -> Vec<Recent> {
    app.recents()
}

/// Takes an episode off that list; its files stay.
#[tauri::command]
pub(crate) async fn forget_recent(app: State<'_, App>, path: String) -> Answer<Vec<Recent>> {
    app.forget_recent(&path.parse()?)
}

/// The small cover of an episode on that list as a data URL.
#[tauri::command]
pub(crate) async fn recent_cover(app: State<'_, App>, path: String) -> Answer<Option<String>> {
    Ok(app.recent_cover(&path.parse()?))
}

/// Plays on, or from the start where the end was reached.
#[tauri::command]
pub(crate) fn play(app: State<'_, App>) {
    app.engine().play();
}

/// Pauses.
#[tauri::command]
pub(crate) fn pause(app: State<'_, App>) {
    app.engine().pause();
}

/// Goes to a position; answers with the generation that the new sound has.
#[tauri::command]
pub(crate) fn seek(app: State<'_, App>, position_ms: f64, play: bool) -> u64 {
    let then = if play { Then::Play } else { Then::Keep };
    app.engine().seek(dto::duration(position_ms), then).generation
}

/// Sets the volume: 0 is silent, 1 as recorded.
#[tauri::command]
pub(crate) fn set_volume(app: State<'_, App>, volume: f32) {
    app.engine().set_volume(volume);
}

/// Sets the speed, from 0.5 to 3.5; the pitch stays.
#[tauri::command]
pub(crate) fn set_speed(app: State<'_, App>, speed: f64) {
    app.engine().set_speed(speed);
}

/// Shortens pauses, or with null plays them as they are.
#[tauri::command]
pub(crate) fn set_trim(app: State<'_, App>, strength: Option<TrimStrength>) {
    app.engine().set_trim(strength.map(Into::into));
}

/// Plays a section round and round, or with null plays on.
#[tauri::command]
pub(crate) fn set_loop(app: State<'_, App>, between: Option<Section>) {
    app.engine().set_loop(between.map(Into::into));
}

/// Plays a section once at another speed, and goes on from there at the one that is set.
#[tauri::command]
pub(crate) fn replay(app: State<'_, App>, from_ms: f64, to_ms: f64, speed: f64) {
    app.engine().replay(dto::duration(from_ms), dto::duration(to_ms), speed);
}

/// Plays voices equally loud, or as they were recorded.
#[tauri::command]
pub(crate) fn set_even(app: State<'_, App>, on: bool) {
    app.engine().set_even(on);
}

/// The loudspeakers to choose from.
#[tauri::command]
pub(crate) async fn output_devices(app: State<'_, App>) -> Answer<Vec<OutputDevice>> {
    let app = app.inner().clone();
    let listed = spawn_blocking(move || app.engine().outputs()).await?;
    Ok(listed.into_iter().map(Into::into).collect())
}

/// Plays on the loudspeaker of that id, or with null on the system's default.
#[tauri::command]
pub(crate) fn set_output(app: State<'_, App>, id: Option<String>) {
    app.engine().set_output(id.as_deref());
}

/// Figures for a person whose sound stutters.
#[tauri::command]
pub(crate) fn diagnostics(app: State<'_, App>) -> Diagnostics {
    app.engine().diagnostics().into()
}

/// Keeps what the person chose.
#[tauri::command]
pub(crate) async fn save_settings(app: State<'_, App>, settings: Settings) -> Answer<()> {
    app.save_settings(settings)
}

/// The player as it is now.
#[tauri::command]
pub(crate) fn player(app: State<'_, App>) -> Player {
    app.engine().status().into()
}

/// The path that a string of the wire stands for.
fn path_of(token: String) -> Answer<PathBuf> {
    Ok(PathToken::try_from(token)?.to_path())
}

/// The format of that id.
fn format_of(id: &str) -> Answer<ExportFormat> {
    ExportFormat::of_id(id).ok_or_else(|| AppError::told(format!("There is no format “{id}” to write.")))
}
