//! An error as the interface gets it: a sentence to show.

use cueline_library as library;
use cueline_transcript as transcript;
use serde::Serialize;
use ts_rs::TS;

/// What a command answers when it can't do what was asked.
#[derive(Clone, Debug, Serialize, TS)]
pub(crate) struct AppError {
    /// What, where, and what to do, for a person.
    pub(crate) message: String,
}

impl AppError {
    /// An error in these words.
    pub(crate) fn told(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

impl From<library::Error> for AppError {
    fn from(error: library::Error) -> Self {
        Self::told(error.to_string())
    }
}

impl From<transcript::ExportError> for AppError {
    fn from(error: transcript::ExportError) -> Self {
        Self::told(error.to_string())
    }
}

impl From<transcript::SearchError> for AppError {
    fn from(error: transcript::SearchError) -> Self {
        Self::told(error.to_string())
    }
}

/// The window is closing, or a task was ended with it.
impl From<tauri::Error> for AppError {
    fn from(error: tauri::Error) -> Self {
        Self::told(format!("Cueline couldn't finish this: {error}. Try again."))
    }
}
