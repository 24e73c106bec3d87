//! How much memory is resident, from the start of each process to its end.

use std::fs;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{Instant, interval};

/// Between two looks.
const EVERY: Duration = Duration::from_secs(2);
/// Caches fill and the allocator settles; what is held then is the start.
const WARM_UP: Duration = Duration::from_secs(20);
/// A life that is shorter tells nothing about growth.
const SHORTEST: Duration = Duration::from_secs(180);
/// Each figure is the middle one of so many looks.
const LOOKS: usize = 5;
/// What may come on top from the middle to the end: a tenth, and what one burst of requests leaves behind.
const SLACK: u64 = 4 << 20;

/// A process from its start to its end.
pub struct Life {
    pub name: String,
    pid: u32,
    began: Instant,
    ended: bool,
    looks: Vec<(Duration, u64)>,
}

/// What became of the memory of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Growth {
    Flat,
    Grows,
    TooShort,
}

impl Life {
    pub fn length(&self) -> Duration {
        self.looks.last().map_or(Duration::ZERO, |look| look.0)
    }

    pub fn start(&self) -> u64 {
        self.around(self.looks.iter().position(|look| look.0 >= WARM_UP).unwrap_or_default())
    }

    pub fn middle(&self) -> u64 {
        self.around(self.looks.len() / 2)
    }

    pub fn end(&self) -> u64 {
        self.around(self.looks.len())
    }

    pub fn peak(&self) -> u64 {
        self.looks.iter().map(|look| look.1).max().unwrap_or_default()
    }

    /// The middle one of the looks around a place.
    fn around(&self, place: usize) -> u64 {
        let from = place.saturating_sub(LOOKS / 2).min(self.looks.len().saturating_sub(LOOKS));
        let mut some: Vec<u64> = self.looks.iter().skip(from).take(LOOKS).map(|look| look.1).collect();
        some.sort_unstable();
        some.get(some.len() / 2).copied().unwrap_or_default()
    }

    pub fn growth(&self) -> Growth {
        if self.length() < SHORTEST {
            return Growth::TooShort;
        }
        let most = self.middle() + self.middle() / 10 + SLACK;
        if self.end() > most { Growth::Grows } else { Growth::Flat }
    }
}

/// Looks at processes for as long as it lives.
pub struct Watch {
    lives: Arc<Mutex<Vec<Life>>>,
    task: JoinHandle<()>,
}

impl Watch {
    pub fn start() -> Self {
        let lives: Arc<Mutex<Vec<Life>>> = Arc::default();
        let watched = Arc::clone(&lives);
        let task = tokio::spawn(async move {
            let mut beat = interval(EVERY);
            loop {
                beat.tick().await;
                for life in watched.lock().unwrap_or_else(PoisonError::into_inner).iter_mut() {
                    life.look();
                }
            }
        });
        Self { lives, task }
    }

    /// A process begins.
    pub fn begins(&self, name: String, pid: u32) {
        let life = Life { name, pid, began: Instant::now(), ended: false, looks: Vec::new() };
        self.lives.lock().unwrap_or_else(PoisonError::into_inner).push(life);
    }

    /// All that began, and how it went.
    pub fn end(self) -> Vec<Life> {
        self.task.abort();
        std::mem::take(&mut *self.lives.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Life {
    fn look(&mut self) {
        // A process that is gone, or is only waited for, has nothing resident.
        match resident(self.pid) {
            Some(bytes) if !self.ended => self.looks.push((self.began.elapsed(), bytes)),
            _ => self.ended = true,
        }
    }
}

fn resident(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(bytes: impl Fn(u64) -> u64) -> Life {
        let looks = (0..200).map(|n| (Duration::from_secs(n * 2), bytes(n))).collect();
        Life { name: String::new(), pid: 0, began: Instant::now(), ended: true, looks }
    }

    #[test]
    fn what_fills_up_and_stays_is_flat() {
        let flat = life(|n| (n.min(60) + 40) << 20);
        assert_eq!((flat.start() >> 20, flat.middle() >> 20, flat.end() >> 20), (50, 100, 100));
        assert_eq!(flat.growth(), Growth::Flat);
    }

    #[test]
    fn what_goes_on_growing_is_seen() {
        assert_eq!(life(|n| (n + 40) << 20).growth(), Growth::Grows);
        // One look while much was asked is no growth.
        let burst = life(|n| if n == 199 { 400 << 20 } else { 60 << 20 });
        assert_eq!(burst.growth(), Growth::Flat);
    }

    #[test]
    fn short_lives_tell_nothing() {
        let mut short = life(|n| n << 20);
        short.looks.truncate(20);
        assert_eq!(short.growth(), Growth::TooShort);
    }
}
