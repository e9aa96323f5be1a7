//! What a person makes of the open episode: each change goes to the sidecar at once.

use std::sync::{Arc, Mutex};

use cueline_library::{Pair, Sidecar, Work};
use cueline_transcript::Transcript;

use super::{App, Open, closed, lock};
use crate::{
    dto::{self, Bookmark},
    error::AppError,
    events::Event,
};

/// The sidecar of the open episode. A slow drive keeps only those waiting who want to write there.
pub(super) type Kept = Arc<Mutex<Sidecar>>;

impl Open {
    /// Reads what was made of a pair; answers with what the person must know.
    pub(super) fn take_up_work(&mut self, pair: &Pair, data: &std::path::Path) -> Vec<String> {
        let (sidecar, told) = Sidecar::open(pair, data);
        self.kept = Some(Arc::new(Mutex::new(sidecar)));
        told
    }

    /// The bookmarks as they are in this transcript.
    pub(super) fn bookmarks(&self, transcript: Option<&Transcript>) -> Vec<Bookmark> {
        let kept = self.kept.as_ref();
        kept.map(|kept| dto::bookmarks(lock(kept).work(), transcript)).unwrap_or_default()
    }
}

impl App {
    /// Marks a line of episode number `episode`; answers with all bookmarks.
    pub(crate) fn add_bookmark(&self, episode: u32, line: u32) -> Result<Vec<Bookmark>, AppError> {
        let text = self.text(episode)?;
        self.change(episode, |work| work.mark(&text.transcript, line as usize))
    }

    /// Gives a bookmark a note, or with an empty one takes it away; answers with all bookmarks.
    pub(crate) fn note_bookmark(&self, episode: u32, id: u64, note: &str) -> Result<Vec<Bookmark>, AppError> {
        self.change(episode, |work| work.note(id, note))
    }

    /// Takes a bookmark away; answers with the others.
    pub(crate) fn remove_bookmark(&self, episode: u32, id: u64) -> Result<Vec<Bookmark>, AppError> {
        self.change(episode, |work| work.unmark(id))
    }

    /// Changes and keeps the work on episode number `episode`; what the person must know of that follows as news.
    pub(super) fn change<T>(
        &self,
        episode: u32,
        change: impl FnOnce(&mut Work) -> T,
    ) -> Result<Vec<Bookmark>, AppError> {
        let (kept, text) = {
            let open = lock(&self.0.open);
            let kept = open.kept.as_ref().filter(|_| open.episode == episode).cloned();
            (kept.ok_or_else(closed)?, open.text.clone())
        };
        let mut sidecar = lock(&kept);
        let (_, told) = sidecar.change(change)?;
        for message in told {
            self.0.outbox.send(Event::Problem { message });
        }
        Ok(dto::bookmarks(sidecar.work(), text.as_deref().map(|text| &text.transcript)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{app, open};
    use crate::dto::Opened;

    const TALK: &str = "**Ann:** [0:01] The boat came in late.\n\n**Bo:** [0:04] I heard the boat.\n";

    #[test]
    fn bookmarks_are_in_the_order_of_the_text_and_there_again_after_a_restart() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("talk.md");
        std::fs::write(&path, TALK).unwrap();
        let first = app(&place.path().join("data"));
        let episode = open(&first, &path);
        first.add_bookmark(episode, 1).unwrap();
        let both = first.add_bookmark(episode, 0).unwrap();
        assert_eq!(both.iter().map(|one| one.line).collect::<Vec<_>>(), [Some(0), Some(1)]);
        first.note_bookmark(episode, both[1].id, "heard").unwrap();
        assert!(first.add_bookmark(episode + 1, 0).is_err());
        drop(first);
        let again = app(&place.path().join("data"));
        let Opened::Episode { episode } = again.open(&path).unwrap() else { panic!("one episode") };
        let [_, second] = &episode.bookmarks[..] else { panic!("{:?}", episode.bookmarks) };
        assert_eq!(
            (second.at_ms, &*second.note, &*second.text),
            (Some(4_000.0), "heard", "I heard the boat.")
        );
        let left = again.remove_bookmark(episode.id, second.id).unwrap();
        assert_eq!(left.len(), 1);
        assert!(place.path().join("talk.cueline.json").is_file());
    }
}
