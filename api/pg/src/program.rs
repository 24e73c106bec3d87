//! Running PostgreSQL's programs, and reading what they leave.

use std::{
    fs,
    io::{ErrorKind, Write},
    path::Path,
    process::{Command, Stdio},
};

use crate::{Error, error::Trying};

/// Runs a program of PostgreSQL to its end.
pub(crate) fn run(program: &'static str, command: &mut Command) -> Result<(), Error> {
    query(program, command, "").map(drop)
}

/// Runs a program with something on its standard input, and returns what it wrote.
pub(crate) fn query(program: &'static str, command: &mut Command, input: &str) -> Result<String, Error> {
    let running = || format!("running {program}");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().trying(running)?;
    if let Some(mut stdin) = child.stdin.take()
        && let Err(error) = stdin.write_all(input.as_bytes())
        && error.kind() != ErrorKind::BrokenPipe
    {
        return Err(error).trying(running);
    }
    let out = child.wait_with_output().trying(running)?;
    if out.status.success() {
        Ok(String::from_utf8_lossy(&out.stdout).into_owned())
    } else {
        Err(Error::Failed { program, output: String::from_utf8_lossy(&out.stderr).trim().to_owned() })
    }
}

/// One line of a file, counted from 0.
pub(crate) fn line(path: &Path, number: usize) -> Option<String> {
    let content = fs::read_to_string(path).ok()?;
    Some(content.lines().nth(number)?.trim().to_owned())
}

/// The last lines of a log.
pub(crate) fn tail(path: &Path) -> String {
    let content = fs::read(path).unwrap_or_default();
    let content = String::from_utf8_lossy(&content);
    let lines: Vec<&str> = content.lines().collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}
