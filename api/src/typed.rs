//! What is typed at the terminal, or handed over in its place.

use std::io::{BufRead, IsTerminal, stdin};

use anyhow::{Context, ensure};
use nix::sys::termios::{LocalFlags, SetArg, tcgetattr, tcsetattr};

/// A password: asked for twice at a terminal, where it is not shown; else the first line of what is handed over.
///
/// # Errors
/// When there is none, or the two are not the same.
pub fn password() -> anyhow::Result<String> {
    let password = if stdin().is_terminal() {
        let first = unseen("Password: ")?;
        ensure!(first == unseen("Once more: ")?, "these are not the same");
        first
    } else {
        line()?
    };
    ensure!(!password.is_empty(), "there is no password; type one, hand it over on standard input, or give --invite");
    Ok(password)
}

fn unseen(question: &str) -> anyhow::Result<String> {
    let terminal = stdin();
    let before = tcgetattr(&terminal).context("the terminal cannot be asked")?;
    let mut silent = before.clone();
    silent.local_flags.remove(LocalFlags::ECHO);
    eprint!("{question}");
    tcsetattr(&terminal, SetArg::TCSAFLUSH, &silent)?;
    let typed = line();
    tcsetattr(&terminal, SetArg::TCSAFLUSH, &before)?;
    eprintln!();
    typed
}

fn line() -> anyhow::Result<String> {
    let mut line = String::new();
    stdin().lock().read_line(&mut line).context("standard input cannot be read")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
