//! What was found, as a table, with everything that is not in order below it.

use std::io::IsTerminal;
use std::path::Path;

use tests::axe::Violation;
use tests::visits::Visit;

/// Less than this is rounding.
const STILL: f64 = 0.000_5;

/// One page in one language at one width.
#[derive(Clone, Debug)]
pub struct Look {
    /// Name of the page.
    pub page: String,
    /// Its address.
    pub path: String,
    /// Language.
    pub language: String,
    /// Width of the screen.
    pub width: u32,
    /// Pictures: theme, and file below the directory of all.
    pub pictures: Vec<(String, String)>,
    /// Sum of the layout shifts while it loaded.
    pub shift: f64,
    /// What moved.
    pub moved: Vec<String>,
    /// Something was painted before the theme was set.
    pub flash: bool,
    /// How wide the page is, when it is wider than the screen.
    pub too_wide: Option<u32>,
    /// It never came to rest.
    pub late: bool,
    /// Errors in the console.
    pub errors: Vec<String>,
    /// Stops of the Tab key.
    pub stops: usize,
    /// Those at which the focus cannot be seen.
    pub unseen: Vec<String>,
    /// What axe found.
    pub violations: Vec<Violation>,
}

impl Look {
    /// Nothing seen yet.
    pub fn of(visit: &Visit, language: &str, width: u32) -> Self {
        Self {
            page: visit.name.clone(),
            path: visit.path.clone(),
            language: language.to_owned(),
            width,
            pictures: Vec::new(),
            shift: 0.0,
            moved: Vec::new(),
            flash: false,
            too_wide: None,
            late: false,
            errors: Vec::new(),
            stops: 0,
            unseen: Vec::new(),
            violations: Vec::new(),
        }
    }

    /// What is not in order, a line each.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.late {
            faults.push("did not come to rest".to_owned());
        }
        if self.shift > STILL {
            faults.push(format!("layout shift {:.3}: {}", self.shift, self.moved.join(", ")));
        }
        if self.flash {
            faults.push("painted before the theme was set".to_owned());
        }
        if let Some(width) = self.too_wide {
            faults.push(format!("{width} wide"));
        }
        faults.extend(self.errors.iter().map(|error| format!("console: {error}")));
        faults.extend(self.unseen.iter().cloned());
        faults.extend(self.violations.iter().map(ToString::to_string));
        faults
    }
}

/// Prints it. Whether everything is in order.
pub fn print(looks: &[Look], out: &Path) -> bool {
    println!("\n{:<26} {:<4} {:>5} {:>8} {:>8} {:>6} {:>6}", "page", "lang", "width", "shift", "console", "tabs", "axe");
    let mut fine = true;
    for look in looks {
        let places: usize = look.violations.iter().map(|violation| violation.places.len().max(1)).sum();
        let row = format!(
            "{:<26} {:<4} {:>5} {:>8.3} {:>8} {:>6} {:>6}",
            look.page,
            look.language,
            look.width,
            look.shift,
            look.errors.len(),
            look.stops,
            places
        );
        let faults = look.faults();
        println!("{}", if faults.is_empty() { row } else { red(&row) });
        for fault in &faults {
            println!("    {}", red(fault));
        }
        fine &= faults.is_empty();
    }
    println!("\n{} pictures: {}", looks.iter().map(|look| look.pictures.len()).sum::<usize>(), out.join("index.html").display());
    fine
}

fn red(text: &str) -> String {
    let plain = !std::io::stdout().is_terminal() || std::env::var_os("NO_COLOR").is_some();
    if plain { text.to_owned() } else { format!("\x1b[31m{text}\x1b[0m") }
}
