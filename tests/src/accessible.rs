//! What a screen reader is told of a window, read over AT-SPI as one does.

use std::process::Stdio;

use serde_json::Value;

use crate::desktop::Desktop;

/// One accessible object and what is in it.
#[derive(Clone, Debug)]
pub struct Accessible(Value);

impl Accessible {
    /// The program of this process id; `None` while it hasn't told of itself yet.
    pub fn of(desktop: &Desktop, pid: u32) -> Option<Self> {
        // Debian's own Python: the bindings are for that one.
        let done = desktop
            .command("/usr/bin/python3")
            .args(["-c", include_str!("accessible.py"), &pid.to_string()])
            .stdout(Stdio::piped())
            .output()
            .expect("python3 runs");
        serde_json::from_slice(&done.stdout).ok().filter(|tree: &Value| !tree.is_null()).map(Self)
    }

    /// What it is, in AT-SPI's words: "list item", "button".
    pub fn role(&self) -> &str {
        self.0["role"].as_str().unwrap_or_default()
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        self.0["name"].as_str().unwrap_or_default()
    }

    /// Whether it is in this state: "focusable", "checked".
    pub fn is(&self, state: &str) -> bool {
        self.0["states"].as_array().is_some_and(|states| states.iter().any(|known| known == state))
    }

    /// What else is told of it: "posinset", "current".
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.0["attributes"][name].as_str()
    }

    /// Where a slider stands, and the most that it can be.
    pub fn value(&self) -> Option<(f64, f64)> {
        Some((self.0["value"].as_f64()?, self.0["most"].as_f64()?))
    }

    /// The text in it and in what it holds, in order.
    pub fn text(&self) -> String {
        // A replacement character stands for each child.
        let own = self.0["text"].as_str().unwrap_or_default().replace('\u{fffc}', "");
        std::iter::once(own).chain(self.children().map(|child| child.text())).collect::<Vec<_>>().join(" ")
    }

    /// All that it holds, at whatever depth, in order.
    pub fn all(&self) -> Vec<Self> {
        self.children()
            .flat_map(|child| {
                let below = child.all();
                std::iter::once(child).chain(below)
            })
            .collect()
    }

    /// All of one role in it.
    pub fn of_role(&self, role: &str) -> Vec<Self> {
        self.all().into_iter().filter(|one| one.role() == role).collect()
    }

    fn children(&self) -> impl Iterator<Item = Self> {
        self.0["children"].as_array().into_iter().flatten().cloned().map(Self)
    }
}
