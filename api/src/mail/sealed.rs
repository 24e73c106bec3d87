//! Emails with a link that opens an account: while they wait, what they say is sealed, and what can be read in its place hides
//! the link. Once they are sent, or given up, the seal is gone, and the link with it.

use shared::ids::EmailId;

use super::templates::Rendered;
use crate::secrets::{Sealed, Vault};

/// Where this room keeps what is sealed.
pub const SEALED: &[Sealed] = &[
    Sealed {
        what: "passwords of the mail server",
        table: "email_settings",
        column: "sealed_password",
        row: "id::text",
        place: "'email:password'",
        as_hex: false,
        passes: false,
    },
    Sealed {
        what: "emails that wait",
        table: "email_messages",
        column: "sealed",
        row: "id::text",
        place: "'email_message:' || id::text",
        as_hex: false,
        passes: true,
    },
];

/// Where an email is sealed for. [`SEALED`] says the same.
fn place(id: EmailId) -> String {
    format!("email_message:{id}")
}

/// Both parts of an email, sealed for it alone.
pub(super) fn seal(vault: &Vault, id: EmailId, rendered: &Rendered) -> anyhow::Result<Vec<u8>> {
    vault.seal(&place(id), &serde_json::to_vec(&(&rendered.html, &rendered.text))?)
}

/// What was sealed of an email: its HTML part and its text.
///
/// # Errors
/// When it was sealed with another secret key, or for another email.
pub fn open_sealed(vault: &Vault, id: EmailId, sealed: &[u8]) -> anyhow::Result<(String, String)> {
    Ok(serde_json::from_slice(&vault.open(&place(id), sealed)?)?)
}
