//! Two minutes of random commands to the engine, each seek's sound held against the source; `cargo xtask soak` goes on for two hours.

use std::{path::Path, time::Duration};

use cueline_tests::soak::soak;

#[test]
fn whatever_is_asked_of_the_engine_each_seek_is_heard_where_it_went() {
    let report = soak(Path::new(env!("CARGO_BIN_EXE_soak")), Duration::from_secs(120), 1);
    eprintln!("{report}");
    assert!(report.is_sound(), "{report}");
    assert!(report.seeks > 10, "{report}");
}
