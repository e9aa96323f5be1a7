//! Cueline's program: reads the command line and opens the window.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use cueline::arguments::{self, Asked};

fn main() -> ExitCode {
    match arguments::read(std::env::args_os().skip(1)) {
        Ok(Asked::Window { open }) => cueline::run(open),
        Ok(Asked::Told(text)) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("cueline: {message}");
            ExitCode::from(2)
        }
    }
}
