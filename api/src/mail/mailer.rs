//! The door to the mail server.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::{AsyncSmtpTransportBuilder, PoolConfig};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use secrecy::{ExposeSecret, SecretString};
use shared::settings::{EmailDetails, MailSecurity};

use super::message::{Email, compose};
use super::templates::Templates;
use crate::config::{Config, MailTransport};
use crate::http::Pdf;

/// Longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
/// Longest time that handing over one email may take; after it the email counts as not sent. The
/// only limit there is once connected: the SMTP client has none of its own.
pub(super) const SEND_TIMEOUT: Duration = Duration::from_secs(60);

/// Renders emails and knows the mail server: that of the settings, else the configuration's.
pub struct Mailer {
    configured: Arc<Route>,
    /// The server of the settings, at the revision that it was made of.
    set: Mutex<Option<(i32, Arc<Route>)>>,
    pub(super) templates: Templates,
}

/// A way for emails out of the house.
pub(super) struct Route {
    transport: Transport,
    from: Mailbox,
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
                Transport::Smtp(pooled(builder))
            }
        };
        let configured = Arc::new(Route { transport, from });
        Ok(Self { configured, set: Mutex::default(), templates: Templates::new(&config.public_url)? })
    }

    /// The configuration's way.
    pub(super) fn configured(&self) -> Arc<Route> {
        self.configured.clone()
    }

    /// The way that the settings name, made once per revision of them.
    pub(super) fn set(&self, revision: i32, make: impl FnOnce() -> anyhow::Result<Route>) -> anyhow::Result<Arc<Route>> {
        let mut set = self.set.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, route)) = &*set
            && *of == revision
        {
            return Ok(route.clone());
        }
        let route = Arc::new(make()?);
        *set = Some((revision, route.clone()));
        Ok(route)
    }
}

/// Whether `smtp_url` names a server.
#[must_use]
pub fn is_server(url: &str) -> bool {
    // TLS is made ready at once; only ring is compiled in.
    let _ = rustls::crypto::ring::default_provider().install_default();
    AsyncSmtpTransport::<Tokio1Executor>::from_url(url).is_ok()
}

/// Whether `mail_from` can be a sender.
#[must_use]
pub fn is_sender(text: &str) -> bool {
    text.parse::<Mailbox>().is_ok()
}

fn pooled(builder: AsyncSmtpTransportBuilder) -> AsyncSmtpTransport<Tokio1Executor> {
    let pool = PoolConfig::new().max_size(4).idle_timeout(Duration::from_secs(30));
    builder.timeout(Some(CONNECT_TIMEOUT)).pool_config(pool).build()
}

impl Route {
    /// Through an SMTP server.
    ///
    /// # Errors
    /// When the host is no name that a certificate could be for, or the sender no mailbox.
    pub fn smtp(details: &EmailDetails, password: Option<SecretString>) -> anyhow::Result<Self> {
        let host = details.host.trim();
        let builder = match details.security {
            MailSecurity::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(host)?,
            MailSecurity::StartTls => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host)?,
            MailSecurity::Nothing => AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host),
        };
        let mut builder = builder.port(u16::try_from(details.port)?);
        if !details.username.trim().is_empty() {
            let password = password.map(|password| password.expose_secret().to_owned()).unwrap_or_default();
            builder = builder.credentials(Credentials::new(details.username.trim().to_owned(), password));
        }
        let name = Some(details.from_name.trim().to_owned()).filter(|name| !name.is_empty());
        let from = Mailbox::new(name, details.from_address.trim().parse()?);
        Ok(Self { transport: Transport::Smtp(pooled(builder)), from })
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

    /// The sender that emails carry.
    pub fn sender(&self) -> String {
        self.from.to_string()
    }

    /// Whether emails leave the house: what goes along with them need not be made otherwise.
    pub fn delivers(&self) -> bool {
        matches!(self.transport, Transport::Smtp(_))
    }

    /// Sends it with what goes along; returns what the server answered once it has accepted it.
    pub async fn send(&self, email: &Email, attachment: Option<Pdf>) -> Result<String, SendFault> {
        let message = compose(&self.from, email, attachment).map_err(|error| SendFault::ForGood(format!("{error:#}")))?;
        match &self.transport {
            Transport::Outbox => Ok(String::new()),
            Transport::Smtp(smtp) => send_by_smtp(smtp, message).await,
        }
    }
}

async fn send_by_smtp(smtp: &AsyncSmtpTransport<Tokio1Executor>, message: Message) -> Result<String, SendFault> {
    match tokio::time::timeout(SEND_TIMEOUT, smtp.send(message)).await {
        Ok(Ok(answer)) => Ok(format!("{} {}", answer.code(), answer.message().collect::<Vec<_>>().join(" "))),
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
