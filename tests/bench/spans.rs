//! The peer of the reading view: a page that holds a span for every word and looks at them all whenever the word changes, which is how
//! hyperaudio-lite and its kin light a transcript. Written here, after their published behaviour, on the same text.

use std::{fmt::Write as _, fs, path::Path};

use crate::material::said;

/// What runs in it. `play` starts a clock of its own in place of a sound; the paragraph that is said is scrolled to.
const SCRIPT: &str = "
  const words = [...document.querySelectorAll('span[data-m]')].map(span => ({ span, ms: +span.dataset.m }));
  let began = 0, shown = null;
  const tick = () => {
    const now = performance.now() - began;
    let current = null;
    for (const word of words) {
      const list = word.span.classList;
      if (word.ms <= now) { list.add('read'); list.remove('unread'); current = word; }
      else { list.add('unread'); list.remove('read'); }
      list.remove('active');
      word.span.parentNode.classList.remove('active');
    }
    if (current) {
      const paragraph = current.span.parentNode;
      current.span.classList.add('active');
      paragraph.classList.add('active');
      if (paragraph !== shown) { paragraph.scrollIntoView({ block: 'center', behavior: 'smooth' }); shown = paragraph; }
    }
    const next = words.find(word => word.ms > now);
    if (next) setTimeout(tick, next.ms - now + 1);
  };
  window.play = () => { began = performance.now(); tick(); };
  requestAnimationFrame(() => performance.mark('lines'));
";

const STYLE: &str = "body { font: 18px/1.6 serif; max-width: 640px; margin: 2em auto } p { margin: .5em 0 }
  .unread { color: #555 } .read { color: #222 } p.active { background: #fdebd2 } span.active { background: #fbc77d }";

/// Writes the page with so many lines, the same as [`said`] gives; `before` is run before anything else is read.
pub fn page(to: &Path, lines: usize, before: &str) {
    let mut html = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Spans</title><style>{STYLE}</style>\
         <script>{before}</script><body tabindex=0>\n"
    );
    for line in 0..lines {
        let (name, text, start_ms, end_ms) = said(line);
        let words: Vec<&str> = text.split(' ').collect();
        let step = (end_ms - start_ms) / words.len() as u64;
        write!(html, "<p><b>{name}</b> ").expect("a string takes it");
        for (word, at) in words.iter().zip((start_ms..).step_by(step as usize)) {
            write!(html, "<span data-m={at}>{word}</span> ").expect("a string takes it");
        }
        html.push_str("</p>\n");
    }
    write!(html, "<script>{SCRIPT}</script>").expect("a string takes it");
    fs::write(to, html).expect("the page is written");
}
