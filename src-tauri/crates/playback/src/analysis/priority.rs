//! Work that waits behind everything else the processor has to do.

/// Gives the calling thread the lowest priority of ordinary work. It can't be taken back without privileges, so this is for
/// threads that do nothing else.
///
/// Elsewhere than on Linux it does nothing: there the priority set here would be that of the whole process.
pub fn lower() {
    #[cfg(target_os = "linux")]
    {
        // On Linux process 0 is the calling thread (setpriority(2), “C library/kernel differences”). It is refused nowhere,
        // and if it were, the work would only be less modest.
        let _ = rustix::process::setpriority_process(None, 19);
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #[test]
    fn the_priority_is_that_of_the_thread_alone() {
        let of = || rustix::process::getpriority_process(None).unwrap();
        let before = of();
        let inside = std::thread::spawn(move || {
            super::lower();
            of()
        });
        assert_eq!((inside.join().unwrap(), of()), (19, before));
    }
}
