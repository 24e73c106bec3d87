//! Switches that make a provider misbehave the way real ones do now and then.

use serde::{Deserialize, Serialize};

/// Trouble with the next API calls of one provider.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiFault {
    /// How many calls are hit before the fault is used up.
    #[serde(default = "once")]
    pub times: u32,
    /// Only calls whose path contains this text. Empty: every call.
    #[serde(default)]
    pub path: String,
    /// Only calls by this HTTP method. Empty: every call.
    #[serde(default)]
    pub method: String,
    /// Milliseconds to wait before going on.
    #[serde(default)]
    pub delay_ms: u64,
    /// What the caller gets.
    #[serde(default)]
    pub answer: Answer,
    /// Whether the call takes effect before the trouble starts: the payment or refund exists,
    /// only the caller does not learn of it.
    #[serde(default)]
    pub after_effect: bool,
    /// Whether the failure is kept under the call's idempotency key, as Stripe keeps its answers also
    /// when they are 500s: the same key gets it again, and only another one something else. Stripe
    /// only; with [`Answer::Status`].
    #[serde(default)]
    pub kept: bool,
}

impl ApiFault {
    /// The next call whose path contains `path` meets this.
    pub fn once(path: &str, answer: Answer) -> Self {
        ApiFault { times: 1, path: path.to_owned(), method: String::new(), delay_ms: 0, answer, after_effect: false, kept: false }
    }

    /// Only the answer is in trouble: the call takes effect.
    #[must_use]
    pub fn after_effect(self) -> Self {
        ApiFault { after_effect: true, ..self }
    }

    /// Only calls that change something.
    #[must_use]
    pub fn posts(self) -> Self {
        ApiFault { method: "POST".to_owned(), ..self }
    }

    /// The next `times` calls.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        ApiFault { times, ..self }
    }

    /// So many milliseconds late.
    #[must_use]
    pub fn late(self, delay_ms: u64) -> Self {
        ApiFault { delay_ms, ..self }
    }

    /// Kept under the idempotency key.
    #[must_use]
    pub fn kept(self) -> Self {
        ApiFault { kept: true, ..self }
    }
}

/// What a caller gets from a faulty call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The true answer (useful with a delay).
    #[default]
    True,
    /// This HTTP status and the provider's error body.
    Status(u16),
    /// The connection breaks in the middle of the answer.
    Cut,
    /// Something under HTTP 200 that is not the API's, such as the page of a proxy.
    Nonsense,
}

/// Trouble with the next notifications of one provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// Never sent.
    Drop,
    /// Sent twice, at the same time.
    Duplicate,
    /// Sent this many milliseconds late.
    Late(u64),
    /// Signed with a key that is not the shop's.
    WrongSignature,
    /// Rightly signed, but over an amount that is not the order's.
    WrongAmount,
    /// Signed ten minutes ago (Stripe only; Midtrans signs no time).
    StaleSignature,
    /// Kept until as many as the switch counts have gathered, then sent last first.
    Reversed,
}

/// A [`Trouble`] and how many notifications it still hits.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Switch {
    pub trouble: Trouble,
    pub times: u32,
}

/// The misbehaviour currently set for one provider.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Faults {
    pub api: Vec<ApiFault>,
    pub notifications: Vec<Switch>,
    /// New notifications wait for a release.
    pub held: bool,
}

impl Faults {
    /// The fault for a call to `path`, counted down.
    pub fn take_api(&mut self, method: &str, path: &str) -> Option<ApiFault> {
        let meant = |fault: &ApiFault| fault.method.is_empty() || fault.method.eq_ignore_ascii_case(method);
        let at = self.api.iter().position(|fault| fault.times > 0 && path.contains(&fault.path) && meant(fault))?;
        let fault = self.api.get_mut(at)?;
        fault.times -= 1;
        let taken = fault.clone();
        self.api.retain(|fault| fault.times > 0);
        Some(taken)
    }

    /// The trouble for the next notification, and how many more it will hit.
    pub fn take_trouble(&mut self) -> Option<(Trouble, u32)> {
        let switch = self.notifications.iter_mut().find(|switch| switch.times > 0)?;
        switch.times -= 1;
        let taken = (switch.trouble, switch.times);
        self.notifications.retain(|switch| switch.times > 0);
        Some(taken)
    }
}

fn once() -> u32 {
    1
}
