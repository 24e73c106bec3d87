//! The report, for people.

use std::fmt::Write;
use std::time::Duration;

use crate::Options;
use crate::check::Check;
use crate::memory::{Growth, Life};
use crate::sink::Sink;
use crate::tally::Tally;
use crate::trouble::Event;

/// One run.
pub struct Run<'a> {
    pub options: &'a Options,
    pub traffic: Duration,
    pub events: &'a [Event],
    pub lives: &'a [Life],
    pub checks: &'a [Check],
    pub tally: &'a Tally,
    pub sink: &'a Sink,
}

/// Writes it as Markdown that can be read as it is.
pub fn write(run: &Run<'_>) -> String {
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = told(run, &mut text);
    text
}

fn told(run: &Run<'_>, out: &mut String) -> std::fmt::Result {
    let good = run.checks.iter().all(|check| check.is_good);
    let verdict = if good { "nothing lost, nothing doubled" } else { "NOT WELL" };
    writeln!(out, "\n## Soak of {} minutes: {verdict}\n", run.options.minutes)?;
    writeln!(out, "Two processes behind one list of addresses, traffic for {}:\n", minutes(run.traffic))?;
    for event in run.events {
        writeln!(out, "- {}: {}", minutes(event.at), event.what)?;
    }

    writeln!(out, "\n| looked at | | found |\n| --- | --- | --- |")?;
    for check in run.checks {
        let mark = if check.is_good { "ok" } else { "**FAULT**" };
        writeln!(out, "| {} | {mark} | {} |", check.what, check.says.replace('|', "\\|").replace('\n', " "))?;
    }
    traffic(run, out)?;
    memory(run.lives, out)
}

fn traffic(run: &Run<'_>, out: &mut String) -> std::fmt::Result {
    let seen = run.tally.seen();
    writeln!(out, "\n| traffic | answered |\n| --- | ---: |")?;
    for (what, count) in &seen.answered {
        writeln!(out, "| {what} | {count} |")?;
    }
    writeln!(out, "| sockets opened | {} |", seen.sockets)?;
    writeln!(out, "| messages of the chat | {} |", seen.said.iter().map(Vec::len).sum::<usize>())?;
    writeln!(out, "| events told to the webhook | {} |", run.sink.heard().events.len())?;

    let per_try = seen.most_tries;
    writeln!(out, "\nWhile something was down, clients asked again with the same key, up to {per_try} times:\n")?;
    writeln!(out, "| in the way | tries |\n| --- | ---: |")?;
    for (why, count) in &seen.put_off {
        writeln!(out, "| {why} | {count} |")?;
    }
    Ok(())
}

fn memory(lives: &[Life], out: &mut String) -> std::fmt::Result {
    writeln!(
        out,
        "\n| resident memory, MB | for | start | middle | end | peak | |\n| --- | --- | ---: | ---: | ---: | ---: | --- |"
    )?;
    for life in lives {
        let verdict = match life.growth() {
            Growth::Flat => "flat",
            Growth::Grows => "**grows**",
            Growth::TooShort => "too short to tell",
        };
        let [start, middle, end, peak] = [life.start(), life.middle(), life.end(), life.peak()].map(megabytes);
        writeln!(out, "| {} | {} | {start} | {middle} | {end} | {peak} | {verdict} |", life.name, minutes(life.length()))?;
    }
    Ok(())
}

fn megabytes(bytes: u64) -> String {
    let tenths = bytes / 100_000;
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn minutes(time: Duration) -> String {
    format!("{}:{:02} min", time.as_secs() / 60, time.as_secs() % 60)
}
