//! What the doctor found.

use std::fmt;

use serde::Serialize;

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// As it should be.
    Ok,
    /// Could not be looked at, because something else is wrong.
    Skipped,
    /// The shop works, but somebody should look.
    Warning,
    /// The shop does not work as it should.
    Fault,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub name: String,
    /// How it is.
    pub health: Health,
    /// In a sentence.
    pub says: String,
    /// More about it, line by line.
    pub details: Vec<String>,
}

impl Finding {
    pub(super) fn new(name: &str, health: Health, says: impl Into<String>) -> Self {
        Self { name: name.to_owned(), health, says: says.into(), details: Vec::new() }
    }

    pub(super) fn ok(name: &str, says: impl Into<String>) -> Self {
        Self::new(name, Health::Ok, says)
    }

    pub(super) fn warning(name: &str, says: impl Into<String>) -> Self {
        Self::new(name, Health::Warning, says)
    }

    pub(super) fn fault(name: &str, says: impl Into<String>) -> Self {
        Self::new(name, Health::Fault, says)
    }

    pub(super) fn skipped(name: &str, says: impl Into<String>) -> Self {
        Self::new(name, Health::Skipped, says)
    }

    pub(super) fn with(mut self, details: impl IntoIterator<Item = String>) -> Self {
        self.details.extend(details);
        self
    }
}

/// Everything that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Nothing is at fault. Warnings may be there all the same.
    pub healthy: bool,
    /// What was found, in the order it was looked at.
    pub findings: Vec<Finding>,
}

impl From<Vec<Finding>> for Report {
    fn from(findings: Vec<Finding>) -> Self {
        Self { healthy: findings.iter().all(|finding| finding.health < Health::Fault), findings }
    }
}

/// For people: one line each, what belongs to it below.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.findings.iter().map(|finding| finding.name.chars().count()).max().unwrap_or_default();
        for Finding { name, health, says, details } in &self.findings {
            let mark = match health {
                Health::Ok => "ok",
                Health::Skipped => "-",
                Health::Warning => "warning",
                Health::Fault => "FAULT",
            };
            writeln!(f, "{mark:<7}  {name:<width$}  {says}")?;
            for detail in details {
                writeln!(f, "{:<7}  {:<width$}    {detail}", "", "")?;
            }
        }
        let count = |health| self.findings.iter().filter(|finding| finding.health == health).count();
        match (count(Health::Fault), count(Health::Warning)) {
            (0, 0) => writeln!(f, "\nHealthy."),
            (faults, warnings) => writeln!(f, "\n{faults} at fault, {warnings} to look at."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_are_no_faults() {
        let warned = Report::from(vec![Finding::ok("database", "PostgreSQL 15"), Finding::warning("emails", "2 wait")]);
        assert!(warned.healthy);
        let faulty = Report::from(vec![Finding::fault("ledger", "1 breach").with(["on hand".to_owned()])]);
        assert!(!faulty.healthy);
        assert_eq!(faulty.to_string(), "FAULT    ledger  1 breach\n                   on hand\n\n1 at fault, 0 to look at.\n");
    }
}
