//! Counts visits: browsers that open the shop, each once a day.
//!
//! Without a cookie and without keeping an address: what a browser says of itself and where it comes
//! from is hashed in the database with a salt made for the day, and hash and salt go when the day is
//! over. A request never waits for it; what a killed process had not written yet is lost.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::NaiveDate;
use poem::Request;
use sea_orm::DbErr;

use crate::clock;
use crate::context::Ctx;
use crate::db::execute;
use crate::http::{client_ip, network};

/// How often visits are written.
const EVERY: Duration = Duration::from_secs(5);
/// Visits beyond these are not counted until the next write, whoever sends what.
const MOST: usize = 20_000;
/// Characters of a browser's name that are looked at.
const NAME: usize = 200;

/// Words in the names of programs that read pages by themselves.
const PROGRAMS: [&str; 16] = [
    "bot",
    "crawl",
    "spider",
    "slurp",
    "preview",
    "headless",
    "lighthouse",
    "curl",
    "wget",
    "python",
    "httpclient",
    "okhttp",
    "monitor",
    "uptime",
    "facebookexternalhit",
    "whatsapp",
];

/// Who came since the last time they were written.
#[derive(Debug, Default)]
pub struct Visits(Mutex<HashSet<(NaiveDate, String)>>);

impl Visits {
    fn pending(&self) -> MutexGuard<'_, HashSet<(NaiveDate, String)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, visit: (NaiveDate, String)) {
        let mut pending = self.pending();
        if pending.len() < MOST {
            pending.insert(visit);
        }
    }
}

/// Whether a person's browser says this of itself.
fn is_browser(user_agent: &str) -> bool {
    let name = user_agent.to_ascii_lowercase();
    !name.is_empty() && !PROGRAMS.iter().any(|word| name.contains(word))
}

/// Counts whoever asks for a page of the shop, unless it is a program or a page fetched in advance.
pub fn count_visit(request: &Request) {
    let Some(ctx) = request.data::<Ctx>() else { return };
    let user_agent = request.header("user-agent").unwrap_or_default();
    let in_advance =
        [request.header("sec-purpose"), request.header("purpose")].iter().flatten().any(|word| word.contains("prefetch"));
    if in_advance || !is_browser(user_agent) {
        return;
    }
    let name: String = user_agent.chars().take(NAME).collect();
    let place = network(&client_ip(request));
    ctx.visits.note((clock::shop_day(ctx.clock.now()), format!("{place} {name}")));
}

/// Writes the visits since the last time. For shutdown and tests; [`run_visits`] does it every few seconds.
/// What cannot be written is kept for the next time.
pub async fn flush_visits(ctx: &Ctx) {
    let visits = std::mem::take(&mut *ctx.visits.pending());
    if let Err(error) = write(ctx, &visits).await {
        tracing::warn!(%error, "visits could not be written; trying again");
        visits.into_iter().for_each(|visit| ctx.visits.note(visit));
    }
}

/// Writes visits every few seconds, for as long as the process lives.
pub async fn run_visits(ctx: Ctx) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        flush_visits(&ctx).await;
    }
}

/// The order of the keys keeps two processes from waiting for each other.
const WRITE: &str = "WITH fresh AS (
        INSERT INTO visitors_seen (day, hash)
        SELECT DISTINCT g.day, sha256(uuid_send(s.salt) || convert_to(g.who, 'UTF8'))
        FROM unnest($1::date[], $2::text[]) g (day, who) JOIN visit_salts s ON s.day = g.day
        ORDER BY 1, 2
        ON CONFLICT DO NOTHING
        RETURNING day)
    INSERT INTO visits AS v (day, visits) SELECT day, count(*) FROM fresh GROUP BY day ORDER BY day
    ON CONFLICT (day) DO UPDATE SET visits = v.visits + EXCLUDED.visits";

async fn write(ctx: &Ctx, visits: &HashSet<(NaiveDate, String)>) -> Result<(), DbErr> {
    if visits.is_empty() {
        return Ok(());
    }
    let days: Vec<NaiveDate> = visits.iter().map(|visit| visit.0).collect();
    let who: Vec<String> = visits.iter().map(|visit| visit.1.replace('\0', "")).collect();
    let salts =
        "INSERT INTO visit_salts (day) SELECT DISTINCT day FROM unnest($1::date[]) d (day) ORDER BY day ON CONFLICT DO NOTHING";
    execute(&ctx.db, salts, [days.clone().into()]).await?;
    execute(&ctx.db, WRITE, [days.into(), who.into()]).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_no_visitors() {
        for browser in [
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
        ] {
            assert!(is_browser(browser), "{browser}");
        }
        for program in ["", "curl/8.5.0", "Mozilla/5.0 (compatible; Googlebot/2.1)", "WhatsApp/2.23.20.0", "python-requests/2.32"]
        {
            assert!(!is_browser(program), "{program}");
        }
    }

    #[test]
    fn memory_is_bounded_and_nobody_counts_twice() {
        let visits = Visits::default();
        for n in 0..MOST + 10 {
            visits.note((NaiveDate::default(), n.to_string()));
            visits.note((NaiveDate::default(), "0".to_owned()));
        }
        assert_eq!(visits.pending().len(), MOST);
    }
}
