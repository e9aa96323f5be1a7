//! The system's own dialogs for choosing a folder or a file.

use std::{path::PathBuf, pin::Pin};

use cueline_library as library;
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

/// The dialog on the screen, until the person has chosen or cancelled.
type Choosing = Pin<Box<dyn Future<Output = Option<FileHandle>> + Send>>;

/// Shows the dialog over `window`; nothing when it was cancelled.
pub(crate) async fn pick(window: &WebviewWindow, kind: PickKind) -> Result<Option<PathBuf>, AppError> {
    let (sender, chosen) = tokio::sync::oneshot::channel();
    let parent = window.clone();
    // Toolkits build their dialogs on the main thread only; waiting for it happens here.
    window.run_on_main_thread(move || {
        let dialog = AsyncFileDialog::new().set_parent(&parent);
        let choosing: Choosing = match kind {
            PickKind::Folder => Box::pin(dialog.set_title("Open an episode folder").pick_folder()),
            PickKind::Audio => Box::pin(
                dialog
                    .set_title("Choose the audio")
                    .add_filter("Audio", library::AUDIO_EXTENSIONS)
                    .pick_file(),
            ),
            PickKind::Transcript => Box::pin(
                dialog
                    .set_title("Choose the transcript")
                    .add_filter("Transcripts", library::TRANSCRIPT_EXTENSIONS)
                    .pick_file(),
            ),
        };
        // Whoever asked may be gone with the window; then nobody waits for the answer.
        let _ = sender.send(choosing);
    })?;
    let choosing = chosen.await.map_err(|_| AppError::told("The dialog couldn't be shown. Try again."))?;
    Ok(choosing.await.map(|file| file.path().to_path_buf()))
}
