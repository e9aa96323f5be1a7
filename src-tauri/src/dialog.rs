//! The system's own dialogs for choosing what to open and where to write.

use std::{
    path::{Path, PathBuf},
    pin::Pin,
};

use cueline_library::{self as library, Existing};
use cueline_transcript::ExportFormat;
use rfd::{AsyncFileDialog, FileHandle};
use serde::Deserialize;
use tauri::WebviewWindow;

use crate::error::AppError;

/// What is being chosen.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum PickKind {
    /// An episode folder.
    Folder,
    /// An audio file.
    Audio,
    /// A transcript.
    Transcript,
}

/// Where something is to be written.
pub(crate) struct Chosen {
    pub(crate) path: PathBuf,
    /// The system's dialog asks before it gives a file that is there.
    pub(crate) existing: Existing,
}

/// The dialog on the screen, until the person has chosen or cancelled.
type Choosing = Pin<Box<dyn Future<Output = Option<FileHandle>> + Send>>;

/// Shows the dialog over `window`; nothing when it was cancelled.
pub(crate) async fn pick(window: &WebviewWindow, kind: PickKind) -> Result<Option<PathBuf>, AppError> {
    choose(window, move |dialog| match kind {
        PickKind::Folder => Box::pin(dialog.set_title("Open an episode folder").pick_folder()),
        PickKind::Audio => Box::pin(
            dialog.set_title("Choose the audio").add_filter("Audio", library::AUDIO_EXTENSIONS).pick_file(),
        ),
        PickKind::Transcript => Box::pin(
            dialog
                .set_title("Choose the transcript")
                .add_filter("Transcripts", library::TRANSCRIPT_EXTENSIONS)
                .pick_file(),
        ),
    })
    .await
}

/// Asks where to write a file, of which `suggested` is the first guess; nothing when it was cancelled.
pub(crate) async fn save(
    window: &WebviewWindow,
    suggested: &Path,
    format: ExportFormat,
) -> Result<Option<Chosen>, AppError> {
    let (name, folder) = (library::display_name(suggested), suggested.parent().map(Path::to_owned));
    let path = choose(window, move |dialog| {
        let dialog = dialog
            .set_title("Save the transcript")
            .set_file_name(name)
            .add_filter(format.to_string(), &[format.extension()]);
        let dialog = match folder {
            Some(folder) => dialog.set_directory(folder),
            None => dialog,
        };
        Box::pin(dialog.save_file())
    })
    .await?;
    Ok(path.map(|path| Chosen::at(path, format)))
}

impl Chosen {
    /// What the dialog gave. A name without an ending gets the format's; of a file by that name the dialog hasn't
    /// asked.
    fn at(path: PathBuf, format: ExportFormat) -> Self {
        if path.extension().is_none() {
            return Self { path: path.with_extension(format.extension()), existing: Existing::Keep };
        }
        let existing = if path.exists() { Existing::Replace } else { Existing::Keep };
        Self { path, existing }
    }
}

/// Shows the dialog that `show` makes over `window`.
async fn choose(
    window: &WebviewWindow,
    show: impl FnOnce(AsyncFileDialog) -> Choosing + Send + 'static,
) -> Result<Option<PathBuf>, AppError> {
    let (sender, chosen) = tokio::sync::oneshot::channel();
    let parent = window.clone();
    // Toolkits build their dialogs on the main thread only; waiting for it happens here.
    window.run_on_main_thread(move || {
        // Whoever asked may be gone with the window; then nobody waits for the answer.
        let _ = sender.send(show(AsyncFileDialog::new().set_parent(&parent)));
    })?;
    let choosing = chosen.await.map_err(|_| AppError::told("The dialog couldn't be shown. Try again."))?;
    Ok(choosing.await.map(|file| file.path().to_path_buf()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_that_the_dialog_asked_about_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| Chosen::at(folder.path().join(name), ExportFormat::Csv);
        std::fs::write(folder.path().join("there.csv"), "").unwrap();
        assert_eq!(at("there.csv").existing, Existing::Replace);
        assert_eq!(at("new.csv").existing, Existing::Keep);
        let named = at("there");
        assert_eq!((named.path, named.existing), (folder.path().join("there.csv"), Existing::Keep));
        assert_eq!(at("talk.of.two").path, folder.path().join("talk.of.two"));
    }
}
