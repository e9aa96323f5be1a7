//! What the backend tells the interface without being asked: one typed enum over one channel.

use std::sync::{Mutex, PoisonError};

use cueline_playback as playback;
use serde::Serialize;
use tauri::ipc::Channel;
use ts_rs::TS;

use crate::dto::{Analysis, Anchor, Player, Sync, Times};

/// One piece of news.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Event {
    /// Something was dropped on the window: open it.
    OpenRequested { path: String },
    /// Something is being dragged over the window, or no longer.
    Dragging { over: bool },
    /// Where the sound is.
    Anchor { anchor: Anchor },
    /// The player's state changed.
    Player { player: Player },
    /// How far that episode's sound is measured, or what came of it.
    Analysis { episode: u32, analysis: Analysis },
    /// How far that episode's words are found in its sound, or what came of it.
    Sync { episode: u32, sync: Sync },
    /// That episode's lines have other times now, and so may its words.
    Times { episode: u32, times: Times },
    /// A sentence that the person should see.
    Problem { message: String },
}

impl From<playback::Event> for Event {
    fn from(event: playback::Event) -> Self {
        match event {
            playback::Event::Anchor(anchor) => Event::Anchor { anchor: anchor.into() },
            playback::Event::Status(status) => Event::Player { player: status.into() },
            playback::Event::Problem(message) => Event::Problem { message },
        }
    }
}

/// The way to the interface: empty until the interface asks for the events.
#[derive(Default)]
pub(crate) struct Outbox(Mutex<Option<Channel<Event>>>);

impl Outbox {
    /// From now on events go to `channel`; one that a reloaded page left behind is let go.
    pub(crate) fn connect(&self, channel: Channel<Event>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(channel);
    }

    /// Sends `event`, or drops it where nobody listens yet: the interface asks for the whole state when it starts.
    pub(crate) fn send(&self, event: Event) {
        if let Some(channel) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            // A window that is closing no longer listens; there is nobody left to tell.
            let _ = channel.send(event);
        }
    }
}
