//! `cargo xtask lighthouse`: how the shop as released loads on the phone and the line that Lighthouse imagines.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use serde_json::Value;

use crate::{
    demo::Demo,
    interrupt::Interrupt,
    paths, released, step,
    tools::{
        self,
        system::{self, System},
    },
    web,
};

/// What is loaded, by the name of its reports.
const PAGES: [(&str, &str); 3] =
    [("home", "/"), ("category", "/categories/electric-guitars"), ("product", "/products/fender-player-ii-stratocaster")];

/// The browser as in the tests: without a screen, without its own errands, and as root too.
const CHROME: &str = "--headless=new --no-sandbox --disable-gpu --disable-quic --disable-dev-shm-usage --no-first-run \
                      --disable-background-networking --disable-component-update --disable-sync";

/// A figure of a report.
struct Figure {
    title: &'static str,
    /// Where it stands there.
    pointer: &'static str,
    /// Makes it one of the unit that is shown.
    scale: f64,
    decimals: usize,
    aim: Aim,
}

/// What a figure should be, in the unit that is shown.
enum Aim {
    AtLeast(f64),
    AtMost(f64),
}

const fn score(title: &'static str, pointer: &'static str, least: f64) -> Figure {
    Figure { title, pointer, scale: 100.0, decimals: 0, aim: Aim::AtLeast(least) }
}

const fn measure(title: &'static str, pointer: &'static str, scale: f64, decimals: usize, most: f64) -> Figure {
    Figure { title, pointer, scale, decimals, aim: Aim::AtMost(most) }
}

const FIGURES: [Figure; 9] = [
    score("perf", "/categories/performance/score", 95.0),
    score("a11y", "/categories/accessibility/score", 100.0),
    score("best", "/categories/best-practices/score", 100.0),
    score("SEO", "/categories/seo/score", 100.0),
    measure("FCP s", "/audits/first-contentful-paint/numericValue", 0.001, 2, 1.0),
    measure("LCP s", "/audits/largest-contentful-paint/numericValue", 0.001, 2, 1.5),
    measure("TBT ms", "/audits/total-blocking-time/numericValue", 1.0, 0, 150.0),
    measure("CLS", "/audits/cumulative-layout-shift/numericValue", 1.0, 3, 0.0),
    measure("KiB", "/audits/total-byte-weight/numericValue", 1.0 / 1024.0, 0, 500.0),
];

#[derive(Debug, Args)]
pub struct Options {
    /// Only pages whose name contains one of these: `home`, `category`, `product`
    pages: Vec<String>,

    /// How often each is loaded; shown is the median of each figure
    #[arg(long, default_value_t = 5)]
    runs: usize,

    /// Slows line and processor down, where it otherwise reckons what they would have made of it
    #[arg(long)]
    slowed: bool,

    /// A shop that runs already, of the demo's goods; otherwise one is started, as released
    #[arg(long)]
    url: Option<String>,
}

/// Loads the pages and prints what Lighthouse says.
///
/// # Errors
/// When a page cannot be loaded, or what it takes cannot be had. A figure that misses its aim is shown, and is no error.
pub fn run(options: &Options, interrupt: &Interrupt) -> Result<()> {
    ensure!(options.runs > 0, "a page is to be loaded once at least");
    let system = System::detect();
    let program = tools::lighthouse(&system, interrupt)?;
    let browser = system::browser(&system, interrupt)?;
    if let Some(url) = &options.url {
        return look(options, &program, &browser.chrome, url, interrupt);
    }
    web::build(&web::Options { release: true, ..web::Options::default() }, interrupt)?;
    released::build(&["hurtrock", "payment-sandbox"], interrupt)?;
    let mut demo = Demo::prepare_released(interrupt)?;
    let outcome = demo.serve().and_then(|()| look(options, &program, &browser.chrome, &demo.url(), interrupt));
    demo.stop()?;
    outcome
}

fn look(options: &Options, program: &Path, chrome: &Path, shop: &str, interrupt: &Interrupt) -> Result<()> {
    let out = paths::target().join("lighthouse");
    if out.exists() {
        fs::remove_dir_all(&out).with_context(|| format!("removing {}", out.display()))?;
    }
    fs::create_dir_all(&out).with_context(|| format!("making {}", out.display()))?;
    let wanted = |name: &str| options.pages.is_empty() || options.pages.iter().any(|part| name.contains(part.as_str()));
    let mut rows = vec![headline()];
    for (name, path) in PAGES.into_iter().filter(|(name, _)| wanted(name)) {
        let mut reports = Vec::new();
        for run in 1..=options.runs {
            let report = out.join(format!("{name}-{run}"));
            let mut command = load(program, chrome, &format!("{shop}{path}"), &report);
            if options.slowed {
                command.arg("--throttling-method=devtools");
            }
            step::run(&format!("{name}, {run} of {}", options.runs), &format!("lighthouse-{name}"), &mut command, interrupt)?;
            reports.push(read(&report.with_added_extension("report.json"))?);
        }
        rows.push(row(name, &reports)?);
    }
    if rows.len() == 1 {
        bail!("there are pages {}", PAGES.map(|(name, _)| name).join(", "));
    }
    println!("{}", rows.join("\n"));
    step::say(&format!("the reports are in {}", out.display()));
    Ok(())
}

/// One load, on a phone, with a report to read and one to reckon with.
fn load(program: &Path, chrome: &Path, url: &str, report: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .arg(url)
        .args(["--quiet", "--no-enable-error-reporting", "--locale=en", "--form-factor=mobile"])
        .args(["--only-categories=performance,accessibility,best-practices,seo", "--output=json", "--output=html"])
        .arg(format!("--output-path={}", report.display()))
        .arg(format!("--chrome-flags={CHROME}"))
        .env("CHROME_PATH", chrome)
        .current_dir(paths::root());
    command
}

fn read(report: &Path) -> Result<Value> {
    let text = fs::read_to_string(report).with_context(|| format!("reading {}", report.display()))?;
    serde_json::from_str(&text).with_context(|| format!("reading {}", report.display()))
}

fn headline() -> String {
    let titles: String = FIGURES.iter().map(|figure| format!("{:>8} ", figure.title)).collect();
    format!("{:<10}{titles}", "")
}

/// The medians of a page, of the reports that say them; what misses its aim is marked.
fn row(page: &str, reports: &[Value]) -> Result<String> {
    let mut row = format!("{page:<10}");
    for figure in &FIGURES {
        // A report can lack one: nothing is said of what the app replaced while Lighthouse looked at it.
        let value = |report: &Value| report.pointer(figure.pointer).and_then(Value::as_f64);
        let values = reports.iter().filter_map(value).collect();
        let median = median(values).with_context(|| format!("no report of {page} says {}", figure.title))?;
        let (shown, misses) = figure.show(median);
        row.push_str(&format!("{shown:>8}{}", if misses { '!' } else { ' ' }));
    }
    Ok(row)
}

impl Figure {
    /// As it is shown, and whether that misses the aim.
    fn show(&self, value: f64) -> (String, bool) {
        let decimals = self.decimals;
        let shown = format!("{:.decimals$}", value * self.scale);
        // Judged as it is shown: who reads 1.00 finds it in order.
        let judged = shown.parse::<f64>().unwrap_or(f64::NAN);
        let reaches = match self.aim {
            Aim::AtLeast(least) => judged >= least,
            Aim::AtMost(most) => judged <= most,
        };
        (shown, !reaches)
    }
}

/// The one in the middle; of an even number, the larger of the two.
fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn figures_are_judged_as_they_are_shown() {
        let fcp = measure("FCP s", "", 0.001, 2, 1.0);
        assert_eq!(fcp.show(1_004.0), ("1.00".to_owned(), false));
        assert_eq!(fcp.show(1_006.0), ("1.01".to_owned(), true));
        assert_eq!(score("perf", "", 95.0).show(0.94), ("94".to_owned(), true));
    }

    #[test]
    fn the_median_does_not_mind_one_bad_load() {
        assert_eq!(median(vec![9.0, 1.0, 2.0, 3.0, 2.5]), Some(2.5));
        assert_eq!(median(Vec::new()), None);
    }

    #[test]
    fn a_figure_is_of_the_reports_that_have_it() {
        let (mut whole, mut partial) = (json!({}), json!({}));
        for figure in &FIGURES {
            set(&mut whole, figure.pointer);
            if figure.title != "best" {
                set(&mut partial, figure.pointer);
            }
        }
        assert!(row("home", &[whole, partial.clone()]).is_ok());
        assert!(row("home", &[partial]).is_err());
    }

    fn set(report: &mut Value, pointer: &str) {
        let mut place = report;
        for step in pointer.split('/').skip(1) {
            place = &mut place[step];
        }
        *place = json!(1.0);
    }
}
