//! An email as it travels.

use anyhow::Context;
use chrono::{DateTime, Utc};
use lettre::message::header::ContentType;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart};
use lettre::{Address, Message};
use shared::account::Locale;
use shared::ids::{EmailId, OrderId, RestockOrderId};
use shared::mail::EmailTemplate;

use crate::http::Pdf;

/// An email of the outbox.
pub(super) struct Email {
    pub id: EmailId,
    /// A word of `EmailTemplate`, or one that an older version wrote.
    pub template: String,
    pub order_id: Option<OrderId>,
    /// The restock order whose purchase order goes along.
    pub restock_order_id: Option<RestockOrderId>,
    pub locale: Locale,
    pub to: String,
    pub to_name: String,
    pub subject: String,
    pub html: String,
    pub text: String,
    pub created_at: DateTime<Utc>,
}

impl Email {
    /// The order whose invoice goes along.
    pub fn invoice_of(&self) -> Option<OrderId> {
        self.order_id.filter(|_| carries_invoice(&self.template))
    }
}

/// Whether an invoice goes along with emails of this template.
pub(super) fn carries_invoice(template: &str) -> bool {
    template.parse().is_ok_and(EmailTemplate::carries_invoice)
}

/// The message. All that comes from outside passes through lettre's types, which encode it: a line
/// break in a name or subject cannot begin another header.
pub(super) fn compose(from: &Mailbox, email: &Email, attachment: Option<Pdf>) -> anyhow::Result<Message> {
    let address: Address = email.to.parse().with_context(|| format!("`{}` is no email address", email.to))?;
    let name = one_line(&email.to_name);
    let to = Mailbox::new(Some(name).filter(|name| !name.is_empty()), address);
    let mut content = MultiPart::alternative_plain_html(email.text.clone(), email.html.clone());
    if let Some(file) = attachment {
        let part = Attachment::new(file.name).body(file.bytes, ContentType::parse("application/pdf")?);
        content = MultiPart::mixed().multipart(content).singlepart(part);
    }
    let message = Message::builder()
        // The same for every attempt, so that a mail program shows a repeated email once.
        .message_id(Some(format!("<{}@{}>", email.id, from.email.domain())))
        .date(email.created_at.into())
        .from(from.clone())
        .to(to)
        .subject(one_line(&email.subject))
        // Tells holiday responders not to answer (RFC 3834).
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("Content-Language", email.locale.as_str()))
        .multipart(content)?;
    Ok(message)
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// With every run of space and control characters as one space.
fn one_line(text: &str) -> String {
    text.split(|character: char| character.is_whitespace() || character.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email(to: &str, to_name: &str, subject: &str) -> Email {
        Email {
            id: EmailId::generate(),
            template: "welcome".to_owned(),
            order_id: None,
            restock_order_id: None,
            locale: Locale::Indonesian,
            to: to.to_owned(),
            to_name: to_name.to_owned(),
            subject: subject.to_owned(),
            html: "<p>Halo</p>".to_owned(),
            text: "Halo\n.\nQUIT\r\n".to_owned(),
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    fn head(email: &Email) -> anyhow::Result<String> {
        let from: Mailbox = "Hurtrock <halo@hurtrock.example>".parse()?;
        let formatted = String::from_utf8(compose(&from, email, None)?.formatted())?;
        Ok(formatted.split("\r\n\r\n").next().unwrap_or_default().to_owned())
    }

    #[test]
    fn the_message_id_is_that_of_the_email() -> anyhow::Result<()> {
        let email = email("budi@example.com", "Budi", "Halo");
        let head = head(&email)?;
        assert!(head.contains(&format!("Message-ID: <{}@hurtrock.example>\r\n", email.id)), "{head}");
        assert!(head.contains("Auto-Submitted: auto-generated\r\n"), "{head}");
        Ok(())
    }

    #[test]
    fn nobody_adds_headers() -> anyhow::Result<()> {
        let evil = "Budi\r\nBcc: semua@example.com\r\n\r\n<script>";
        let head = head(&email("budi@example.com", evil, evil))?;
        let names: Vec<&str> =
            head.lines().filter(|line| !line.starts_with(' ')).filter_map(|line| line.split(':').next()).collect();
        let expected =
            ["Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type"];
        for name in &names {
            assert!(expected.contains(name), "{name} in\n{head}");
        }
        Ok(())
    }

    #[test]
    fn an_address_that_is_more_than_one_is_refused() {
        for to in [
            "a@example.com\r\nBcc: b@example.com",
            "a@example.com, b@example.com",
            "a@example.com>\r\nRCPT TO:<b@example.com",
            "budi",
            "",
        ] {
            assert!(head(&email(to, "Budi", "Halo")).is_err(), "{to}");
        }
    }
}
