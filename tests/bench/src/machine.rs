//! What Linux tells of processes and of the machine.

use std::fs;
use std::time::Duration;

/// Ticks of `/proc/<pid>/stat` per second (`getconf CLK_TCK`: 100 on every Linux in use).
const TICKS: u64 = 100;

/// Processor time a process has used.
pub fn cpu(pid: u32) -> Duration {
    stat(pid).map_or(Duration::ZERO, |stat| ticks(stat.own))
}

/// Processor time that a process and its children have used, also those that have ended.
pub fn cpu_of_family(parent: u32) -> Duration {
    let own = stat(parent).map_or(0, |stat| stat.own + stat.ended_children);
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let children: u64 = pids.filter_map(stat).filter(|stat| stat.parent == parent).map(|stat| stat.own).sum();
    ticks(own + children)
}

/// The most memory a process has had resident so far, in bytes.
pub fn peak_memory(pid: u32) -> u64 {
    kilobytes(pid, "VmHWM:") * 1024
}

/// The memory a process has resident, in bytes.
pub fn memory(pid: u32) -> u64 {
    kilobytes(pid, "VmRSS:") * 1024
}

/// Cores, memory, processor and kernel, in a line.
pub fn describe() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let first = |path: &str, key: &str| {
        let text = fs::read_to_string(path).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(key)).unwrap_or_default();
        line.split_once(':').map_or(String::new(), |(_, value)| value.trim().to_owned())
    };
    let kilobytes: u64 = first("/proc/meminfo", "MemTotal").trim_end_matches(" kB").parse().unwrap_or(0);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!(
        "{cores} cores ({}), {} GB of memory, Linux {}",
        first("/proc/cpuinfo", "model name"),
        (kilobytes + 500_000) / 1_000_000,
        kernel.trim()
    )
}

/// Load of the last minute, which tells whether the machine was otherwise at rest.
pub fn load() -> String {
    fs::read_to_string("/proc/loadavg").unwrap_or_default().split(' ').next().unwrap_or_default().to_owned()
}

/// Files, sockets among them, that a process started here may have open.
pub fn most_files() -> usize {
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files")).unwrap_or_default();
    // `unlimited` is no number.
    line.split_whitespace().next().and_then(|most| most.parse().ok()).unwrap_or(usize::MAX)
}

struct Stat {
    parent: u32,
    own: u64,
    ended_children: u64,
}

fn stat(pid: u32) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name of the program is in parentheses and may hold anything.
    let (_, rest) = text.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let number = |index: usize| fields.get(index)?.parse::<u64>().ok();
    // Fields 4, 14 to 17 of proc(5); the first of `fields` is field 3.
    Some(Stat {
        parent: u32::try_from(number(1)?).ok()?,
        own: number(11)? + number(12)?,
        ended_children: number(13)? + number(14)?,
    })
}

fn ticks(ticks: u64) -> Duration {
    Duration::from_millis(ticks * 1000 / TICKS)
}

fn kilobytes(pid: u32, key: &str) -> u64 {
    let text = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}
