//! Where the window was and how large, so that it is there again in the next run.

use serde::{Deserialize, Serialize};

/// Where a window is, and how large; lengths are in logical pixels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// Of what it holds, without what the system draws around it.
    pub width: f64,
    /// Of what it holds.
    pub height: f64,
    /// Its upper left corner, where the system tells and takes it.
    #[serde(default)]
    pub position: Option<(f64, f64)>,
    /// Whether it fills the screen; the rest is what it has else.
    #[serde(default)]
    pub maximized: bool,
}

/// More than any screen has.
const MOST: f64 = 32_768.0;

/// As it stands in the file.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Kept(pub(super) Option<Bounds>);

impl Kept {
    /// Whoever edits the file may write anything: what can't be a window's is none.
    pub(super) fn sane(self) -> Self {
        Self(self.0.filter(Bounds::is_sane))
    }
}

impl Bounds {
    fn is_sane(&self) -> bool {
        let length = |length: f64| (1.0..=MOST).contains(&length);
        let place = |place: f64| (-MOST..=MOST).contains(&place);
        length(self.width)
            && length(self.height)
            && self.position.is_none_or(|(left, top)| place(left) && place(top))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{store::Store, testing::Folder};

    #[test]
    fn a_windows_place_is_there_in_the_next_run_and_written_only_where_it_changed() {
        let folder = Folder::new();
        let bounds = Bounds { width: 900.0, height: 600.0, position: Some((-20.0, 40.5)), maximized: true };
        let mut store = Store::open(folder.path());
        assert_eq!(store.bounds(), None);
        store.set_bounds(bounds).unwrap();
        assert_eq!(Store::open(folder.path()).bounds(), Some(bounds));
        std::fs::remove_file(folder.path().join("window.json")).unwrap();
        store.set_bounds(bounds).unwrap();
        assert!(!folder.path().join("window.json").exists());
    }

    #[test]
    fn what_cannot_be_a_windows_place_is_none() {
        let cases = [
            r#"{"width": 0, "height": 600}"#,
            r#"{"width": 900, "height": 1e9}"#,
            r#"{"width": -900, "height": 600}"#,
            r#"{"width": 900, "height": 600, "position": [0, 1e300]}"#,
            "null",
        ];
        for json in cases {
            let folder = Folder::new();
            folder.add("window.json", json);
            let store = Store::open(folder.path());
            assert_eq!((store.bounds(), store.problems().len()), (None, 0), "{json}");
        }
    }
}
