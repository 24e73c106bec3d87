//! Points at which a test lets the process die.
//!
//! Between any two things that do not happen together (a commit and what follows it, a provider's
//! answer and the note of it) the process may be killed. Each such place on the way of an order has a
//! name; the setting `crash_at`, which production refuses, has the process kill itself there.
//! `docs/faults.md` says what the shop promises for each.

use std::fmt;
use std::str::FromStr;

macro_rules! crash_points {
    ($($(#[$meaning:meta])+ $name:ident = $text:literal,)+) => {
        /// A place where the process may be killed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum CrashPoint {
            $($(#[$meaning])+ $name,)+
        }

        impl CrashPoint {
            /// All of them, in the order an order comes by.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Its name, `step.moment`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

crash_points! {
    /// An order is written, but not committed.
    PlaceWritten = "place.written",
    /// An order is committed; nobody knows, and what it causes is not passed on.
    PlaceCommitted = "place.committed",
    /// What orders wrote down is in the queue, by one statement; nobody is told that it went well.
    OutboxPassed = "outbox.passed",
    /// An attempt to pay is written down; the provider has not heard of it.
    PayBegun = "pay.begun",
    /// The provider has set up its page; that is not written down.
    PayOpened = "pay.opened",
    /// A notification is kept; its sender has no answer.
    NotificationKept = "notification.kept",
    /// The provider said where an attempt stands; that is not applied.
    NotificationAsked = "notification.asked",
    /// It is applied; the job is not crossed off.
    NotificationApplied = "notification.applied",
    /// A parcel is written, but not committed.
    ShipWritten = "ship.written",
    /// It is committed; nobody knows.
    ShipCommitted = "ship.committed",
    /// A refund is ordered; nobody knows.
    RefundOrdered = "refund.ordered",
    /// A refund is about to be asked of the provider.
    RefundAsking = "refund.asking",
    /// The provider has answered; that is not written down.
    RefundAnswered = "refund.answered",
    /// It is written down; the job is not crossed off.
    RefundBooked = "refund.booked",
    /// Some products of an import are written, but not committed.
    ImportWritten = "import.written",
    /// They are committed; the job is not crossed off.
    ImportCommitted = "import.committed",
    /// An email is taken to be sent; the mail server has not heard of it.
    MailClaimed = "mail.claimed",
    /// The mail server has it; that is not written down.
    MailDelivered = "mail.delivered",
    /// It is written down; the job is not crossed off.
    MailRecorded = "mail.recorded",
}

impl fmt::Display for CrashPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for CrashPoint {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|point| point.name() == name).ok_or(())
    }
}

/// Kills this process as the system would: no destructor runs, nothing is flushed.
#[cold]
pub(crate) fn die(here: CrashPoint) -> ! {
    use nix::sys::signal::{Signal, kill};
    // Past the logger, which would not get to write it.
    eprintln!("hurtrock: dying at {here}");
    let _ = kill(nix::unistd::Pid::this(), Signal::SIGKILL);
    std::process::abort()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for &point in CrashPoint::ALL {
            assert_eq!(point.name().parse(), Ok(point));
        }
        assert_eq!("place".parse::<CrashPoint>(), Err(()));
    }
}
