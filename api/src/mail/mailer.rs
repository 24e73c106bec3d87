//! The door to the mail server.

use std::time::Duration;

use anyhow::Context;
use lettre::message::Mailbox;
use lettre::transport::smtp::PoolConfig;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use secrecy::ExposeSecret;

use super::message::{Email, compose};
use super::templates::Templates;
use crate::config::{Config, MailTransport};
use crate::http::Pdf;

/// Longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
/// Longest time that handing over one email may take; after it the email counts as not sent. The
/// only limit there is once connected: the SMTP client has none of its own.
pub(super) const SEND_TIMEOUT: Duration = Duration::from_secs(60);

/// Renders emails and hands them to the mail server.
pub struct Mailer {
    transport: Transport,
    from: Mailbox,
    pub(super) templates: Templates,
}

enum Transport {
    /// The outbox itself is where they are read.
    Outbox,
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

/// Why an email was not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum SendFault {
    /// Another try may succeed.
    #[error("{0}")]
    ForNow(String),
    /// No try will: the address or the message is refused.
    #[error("{0}")]
    ForGood(String),
}

impl Mailer {
    /// Opens the door that the configuration names. Nothing is sent yet.
    ///
    /// # Errors
    /// When the sender is no mailbox, the server's URL cannot be used, or a template has a fault.
    pub fn new(config: &Config) -> anyhow::Result<Self> {
        let from =
            config.mail_from.parse().with_context(|| format!("`mail_from` is `{}`, which is no mailbox", config.mail_from))?;
        let transport = match &config.mail {
            MailTransport::Mailbox => Transport::Outbox,
            MailTransport::Smtp(url) => {
                let builder =
                    AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret()).context("`smtp_url` cannot be used")?;
                let pool = PoolConfig::new().max_size(4).idle_timeout(Duration::from_secs(30));
                Transport::Smtp(builder.timeout(Some(CONNECT_TIMEOUT)).pool_config(pool).build())
            }
        };
        Ok(Self { transport, from, templates: Templates::new(&config.public_url)? })
    }

    /// Whether there is a mail server, and it answers and lets us in. `false` where the outbox itself is
    /// where emails are read.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn reach(&self) -> Result<bool, String> {
        let Transport::Smtp(smtp) = &self.transport else { return Ok(false) };
        match tokio::time::timeout(CONNECT_TIMEOUT, smtp.test_connection()).await {
            Ok(Ok(true)) => Ok(true),
            Ok(Ok(false)) => Err("it hung up".to_owned()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err(format!("it did not answer within {} seconds", CONNECT_TIMEOUT.as_secs())),
        }
    }

    /// Whether emails leave the house: what goes along with them need not be made otherwise.
    pub(super) fn delivers(&self) -> bool {
        matches!(self.transport, Transport::Smtp(_))
    }

    /// Sends it with what goes along; returns once the server has accepted it.
    pub(super) async fn send(&self, email: &Email, attachment: Option<Pdf>) -> Result<(), SendFault> {
        let message = compose(&self.from, email, attachment).map_err(|error| SendFault::ForGood(format!("{error:#}")))?;
        match &self.transport {
            Transport::Outbox => Ok(()),
            Transport::Smtp(smtp) => send_by_smtp(smtp, message).await,
        }
    }
}

async fn send_by_smtp(smtp: &AsyncSmtpTransport<Tokio1Executor>, message: Message) -> Result<(), SendFault> {
    match tokio::time::timeout(SEND_TIMEOUT, smtp.send(message)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) if error.status().is_some_and(|code| refuses_for_good(code.into(), &error.to_string())) => {
            Err(SendFault::ForGood(error.to_string()))
        }
        Ok(Err(error)) => Err(SendFault::ForNow(error.to_string())),
        Err(_) => Err(SendFault::ForNow(format!("the mail server did not answer within {} seconds", SEND_TIMEOUT.as_secs()))),
    }
}

/// Whether the refusal concerns this very email (RFC 5321, 4.2.3: address, mailbox or message).
///
/// Other refusals are the operator's to mend, and those emails wait: no authentication (53x), a
/// command that the server does not know (50x), and all that its policy has against the sender
/// (enhanced status 5.7.x, RFC 3463), such as a blocked address.
fn refuses_for_good(code: u16, reply: &str) -> bool {
    matches!(code, 501 | 550..=556) && !reply.contains(": 5.7.")
}

#[cfg(test)]
mod tests {
    use super::refuses_for_good;

    #[test]
    fn what_the_operator_can_mend_is_not_given_up() {
        assert!(refuses_for_good(550, "permanent error (550): 5.1.1 no such user"));
        assert!(refuses_for_good(552, "permanent error (552): message too large"));
        assert!(refuses_for_good(554, "permanent error (554): 5.6.0 bad content"));
        assert!(!refuses_for_good(554, "permanent error (554): 5.7.1 the sender is blocked"));
        assert!(!refuses_for_good(550, "permanent error (550): 5.7.26 not authenticated"));
        assert!(!refuses_for_good(535, "permanent error (535): bad credentials"));
        assert!(!refuses_for_good(451, "transient error (451): later"));
    }
}
