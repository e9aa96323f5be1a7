//! What can go wrong before anything is aligned.

use crate::phone::Language;

/// What can go wrong before anything is aligned. That words aren't found is no error, see [`crate::Outcome`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The model that was built in isn't the one that this version knows.
    #[error("The {language:?} speech model in this build of Cueline can't be read; install Cueline anew.")]
    Model {
        /// The language.
        language: Language,
    },
}
