//! Cueline's program: does what the command line asks for, or opens the window.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    cueline::cli::run(std::env::args_os(), cueline::run)
}
