//! What a command writes for its caller.

use std::io::{self, Write};

use super::Failure;

/// Writes the result to the standard output. A reader that has seen enough, such as `head`, is no failure.
pub(super) fn result(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Failed(format!("The result can't be written: {error}.")))
        }
        _ => Ok(()),
    }
}

/// Tells something beside the result. Where nobody listens, it is not told.
pub(super) fn tell(message: &str) {
    let _ = writeln!(io::stderr(), "cueline: {message}");
}
