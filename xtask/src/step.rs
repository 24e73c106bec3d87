//! One line of progress per step, with what it does now and how long it has been at it. What the
//! step writes goes to a log, and is shown when it fails.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, IsTerminal, Read, Write, stderr},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{interrupt::Interrupt, paths, process::Process};

/// Lines of a log that are shown when its step fails.
const SHOWN_LINES: usize = 40;

/// Seconds between signs of life where the output is not a terminal.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// A step that has begun.
pub struct Step {
    title: String,
    begun: Instant,
}

impl Step {
    pub fn begin(title: impl Into<String>) -> Self {
        let title = title.into();
        let step = Self { title, begun: Instant::now() };
        step.show("");
        step
    }

    /// On a terminal: redraws the line.
    fn show(&self, now: &str) {
        if stderr().is_terminal() {
            let line = format!("  {:<30} {:>6}  {now}", self.title, seconds(self.begun.elapsed()));
            let line: String = line.chars().take(100).collect();
            eprint!("\r\x1b[2K{line}");
            drop(stderr().flush());
        }
    }

    fn heartbeat(&self, now: &str) {
        eprintln!("  {:<30} {:>6}  … {now}", self.title, seconds(self.begun.elapsed()));
    }

    /// Ends the step with a tick and a word on how it was done.
    pub fn done(self, how: &str) {
        self.end(&paint("✓", "32"), how);
    }

    /// Ends the step with a cross.
    pub fn failed(self) {
        self.end(&paint("✗", "31"), "");
    }

    fn end(self, mark: &str, how: &str) {
        let clear = if stderr().is_terminal() { "\r\x1b[2K" } else { "" };
        eprintln!("{clear}{mark} {:<30} {:>6}  {how}", self.title, seconds(self.begun.elapsed()));
    }
}

/// Runs a command as one step, its output into `.data/logs/<log>.log`.
///
/// # Errors
/// When the command fails (what its output says of it is shown), or when interrupted.
pub fn run(title: &str, log: &str, command: &mut Command, interrupt: &Interrupt) -> Result<()> {
    let path = log_path(log)?;
    let file = File::create(&path).with_context(|| format!("writing {}", path.display()))?;
    let out = Sink::Log(file.try_clone()?);
    follow(title, &path, command, out, file, interrupt).map(drop)
}

/// Runs a command as one step and returns its standard output; what it says on standard error goes
/// into the log.
///
/// # Errors
/// As [`run`].
pub fn run_for_output(title: &str, log: &str, command: &mut Command, interrupt: &Interrupt) -> Result<String> {
    let path = log_path(log)?;
    let file = File::create(&path).with_context(|| format!("writing {}", path.display()))?;
    let out = follow(title, &path, command, Sink::Keep(Vec::new()), file, interrupt)?;
    String::from_utf8(out).with_context(|| format!("{title} wrote something that is no text"))
}

fn follow(title: &str, path: &Path, command: &mut Command, out: Sink, err: File, interrupt: &Interrupt) -> Result<Vec<u8>> {
    let step = Step::begin(title);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = Process::spawn(title, command)?;
    let now = Arc::new(Mutex::new(Now::default()));
    let child = process.child();
    let out = child.stdout.take().map(|from| read(from, out, Arc::clone(&now)));
    let err = child.stderr.take().map(|from| read(from, Sink::Log(err), Arc::clone(&now)));

    let mut last_sign = Instant::now();
    let status = loop {
        if let Some(status) = process.ended()? {
            break status;
        }
        if interrupt.raised() {
            process.stop();
            step.failed();
            bail!("interrupted");
        }
        let text = now.lock().unwrap_or_else(PoisonError::into_inner).to_string();
        step.show(&text);
        if !stderr().is_terminal() && last_sign.elapsed() >= HEARTBEAT {
            step.heartbeat(&text);
            last_sign = Instant::now();
        }
        thread::sleep(Duration::from_millis(40));
    };
    let kept = [out, err].into_iter().flatten().filter_map(|reader| reader.join().ok()).find_map(Sink::kept);
    if status.success() {
        let compiled = now.lock().unwrap_or_else(PoisonError::into_inner).compiled;
        step.done(&if compiled > 0 { format!("{compiled} crates") } else { String::new() });
        return Ok(kept.unwrap_or_default());
    }
    step.failed();
    show_reason(path);
    bail!("{title} failed; all of its output is in {}", path.display())
}

/// Runs a command whose output is for the reader, under a headline.
///
/// # Errors
/// When the command fails, or when interrupted.
pub fn run_openly(title: &str, command: &mut Command, interrupt: &Interrupt) -> Result<()> {
    eprintln!("{} {title}", paint("▸", "36"));
    let begun = Instant::now();
    let status = Process::spawn(title, command)?.wait(interrupt)?;
    let mark = if status.success() { paint("✓", "32") } else { paint("✗", "31") };
    eprintln!("{mark} {title:<30} {:>6}", seconds(begun.elapsed()));
    if !status.success() {
        bail!("{title} failed");
    }
    Ok(())
}

/// Says something that is no step.
pub fn say(text: &str) {
    eprintln!("{} {text}", paint("•", "36"));
}

/// Says something that a reader should not miss.
pub fn warn(text: &str) {
    eprintln!("{} {text}", paint("!", "33"));
}

/// Where a log of that name goes.
///
/// # Errors
/// When the directory cannot be made.
pub fn log_path(name: &str) -> Result<PathBuf> {
    let dir = paths::logs();
    fs::create_dir_all(&dir).with_context(|| format!("making {}", dir.display()))?;
    Ok(dir.join(format!("{name}.log")))
}

/// Prints the last lines of a log.
pub fn show_end_of(path: &Path) {
    show(path, end);
}

/// Prints what of a log says why its step failed.
fn show_reason(path: &Path) {
    show(path, reason);
}

fn show(path: &Path, choose: fn(Vec<&str>) -> Vec<&str>) {
    let content = fs::read(path).unwrap_or_default();
    let content = String::from_utf8_lossy(&content);
    for line in choose(content.lines().collect()) {
        eprintln!("    {line}");
    }
}

fn end(lines: Vec<&str>) -> Vec<&str> {
    let hidden = lines.len().saturating_sub(SHOWN_LINES);
    lines.into_iter().skip(hidden).collect()
}

/// The end; or the first errors, each up to a blank line, where the end begins after them: cargo goes on with other crates
/// when one does not compile.
fn reason(lines: Vec<&str>) -> Vec<&str> {
    let hidden = lines.len().saturating_sub(SHOWN_LINES);
    if !lines.iter().take(hidden).any(|line| is_error(line)) {
        return end(lines);
    }
    let mut inside = false;
    let of_an_error = |line: &&str| {
        let shown = inside || is_error(line);
        inside = shown && !line.trim().is_empty();
        shown
    };
    lines.into_iter().filter(of_an_error).take(SHOWN_LINES).collect()
}

/// Whether a message of the compiler or of cargo begins here that something is wrong: `error: …`, `error[E0308]: …`.
fn is_error(line: &str) -> bool {
    line.strip_prefix("error").is_some_and(|rest| rest.starts_with([':', '[']))
}

/// `12.3 s` or `4 min 05 s`.
pub fn seconds(time: Duration) -> String {
    let whole = time.as_secs();
    if whole >= 60 { format!("{} min {:02} s", whole / 60, whole % 60) } else { format!("{:.1} s", time.as_secs_f64()) }
}

fn paint(text: &str, colour: &str) -> String {
    if stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none() {
        format!("\x1b[{colour}m{text}\x1b[0m")
    } else {
        text.to_owned()
    }
}

/// What a command is at.
#[derive(Default)]
struct Now {
    compiled: usize,
    line: String,
}

impl std::fmt::Display for Now {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.compiled > 0 {
            write!(out, "{} crates, ", self.compiled)?;
        }
        out.write_str(&self.line)
    }
}

/// Where the output of a command goes.
enum Sink {
    Log(File),
    Keep(Vec<u8>),
}

impl Sink {
    fn take(&mut self, line: &[u8]) {
        match self {
            // The log is a help, not a promise: a full disk will be noticed elsewhere.
            Self::Log(file) => drop(file.write_all(line)),
            Self::Keep(kept) => kept.extend_from_slice(line),
        }
    }

    fn kept(self) -> Option<Vec<u8>> {
        match self {
            Self::Log(_) => None,
            Self::Keep(kept) => Some(kept),
        }
    }
}

fn read(from: impl Read + Send + 'static, mut sink: Sink, now: Arc<Mutex<Now>>) -> thread::JoinHandle<Sink> {
    thread::spawn(move || {
        let mut reader = BufReader::new(from);
        let mut line = Vec::new();
        while let Ok(1..) = reader.read_until(b'\n', &mut line) {
            sink.take(&line);
            let text = String::from_utf8_lossy(&line);
            let text = text.trim();
            if !text.is_empty() {
                let mut now = now.lock().unwrap_or_else(PoisonError::into_inner);
                if text.starts_with("Compiling ") || text.starts_with("Checking ") {
                    now.compiled += 1;
                }
                text.clone_into(&mut now.line);
            }
            line.clear();
        }
        sink
    })
}

#[cfg(test)]
mod tests {
    use super::{SHOWN_LINES, reason};

    const ERROR: [&str; 4] = ["error[E0425]: cannot find value `a`", " --> src/main.rs:1:1", "  |", ""];

    #[test]
    fn errors_are_shown_though_cargo_went_on() {
        let mut log = vec!["   Checking first", "warning: unused", " --> src/lib.rs:1:1", ""];
        log.extend(ERROR);
        log.extend(["    Checking another"; SHOWN_LINES]);
        log.push("error: could not compile `first`");
        let shown = reason(log);
        assert_eq!(shown.first_chunk(), Some(&ERROR));
        assert_eq!(shown.last(), Some(&"error: could not compile `first`"));
        assert_eq!(shown.len(), ERROR.len() + 1);
    }

    #[test]
    fn the_end_is_shown_where_it_says_why() {
        let mut log = vec!["   Compiling first"; SHOWN_LINES];
        log.extend(ERROR);
        assert_eq!(reason(log).len(), SHOWN_LINES);
        assert_eq!(reason(vec!["errors: 0", "gone"]), ["errors: 0", "gone"]);
    }
}
