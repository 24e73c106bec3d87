//! What emails say.
//!
//! Each email has a text and an HTML part per language in `templates/`. The first line of the text
//! is the subject. HTML escapes all that is filled in; what is missing is a fault, not a gap.

use anyhow::{Context, ensure};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;
use shared::store::StoreDetails;

use super::filters;
use super::post::Draft;
use crate::store::Brand;

macro_rules! emails {
    ($($name:literal),+ $(,)?) => {
        /// Both parts of every email in both languages; a test renders each `Template`.
        const EMAILS: &[(&str, &str)] = &[$(
            (concat!("id/", $name, ".html"), include_str!(concat!("templates/id/", $name, ".html"))),
            (concat!("id/", $name, ".txt"), include_str!(concat!("templates/id/", $name, ".txt"))),
            (concat!("en/", $name, ".html"), include_str!(concat!("templates/en/", $name, ".html"))),
            (concat!("en/", $name, ".txt"), include_str!(concat!("templates/en/", $name, ".txt"))),
        )+];
    };
}

emails!(
    "welcome",
    "verify_email",
    "reset_password",
    "password_changed",
    "new_device",
    "two_factor_changed",
    "api_key_issued",
    "invitation",
    "mail_test",
    "order_placed",
    "payment_pending",
    "payment_reminder",
    "payment_failed",
    "payment_reversed",
    "order_paid",
    "late_payment_accepted",
    "late_payment_refunded",
    "order_processing",
    "order_shipped",
    "order_delivered",
    "order_completed",
    "order_cancelled",
    "order_expired",
    "order_refunded",
    "order_message",
    "chat_answered",
    "purchase_order",
    "staff_order_paid",
    "staff_payment_trouble",
    "staff_low_stock",
    "staff_ledger_faults",
);

/// What the emails are made of.
const PARTS: &[(&str, &str)] = &[
    ("layout.html", include_str!("templates/layout.html")),
    ("parts.html", include_str!("templates/parts.html")),
    ("id/footer.html", include_str!("templates/id/footer.html")),
    ("id/footer.txt", include_str!("templates/id/footer.txt")),
    ("id/summary.html", include_str!("templates/id/summary.html")),
    ("id/summary.txt", include_str!("templates/id/summary.txt")),
    ("id/law.txt", include_str!("templates/id/law.txt")),
    ("id/trouble.txt", include_str!("templates/id/trouble.txt")),
    ("en/footer.html", include_str!("templates/en/footer.html")),
    ("en/footer.txt", include_str!("templates/en/footer.txt")),
    ("en/summary.html", include_str!("templates/en/summary.html")),
    ("en/summary.txt", include_str!("templates/en/summary.txt")),
    ("en/law.txt", include_str!("templates/en/law.txt")),
    ("en/trouble.txt", include_str!("templates/en/trouble.txt")),
];

/// An email ready to be sent.
pub(super) struct Rendered {
    pub subject: String,
    pub html: String,
    pub text: String,
}

/// All templates, read and checked.
pub(super) struct Templates {
    environment: Environment<'static>,
    public_url: String,
}

/// The shop as templates know it.
#[derive(Serialize)]
struct Shop<'a> {
    name: &'a str,
    tagline: &'a str,
    address: &'a str,
    city: &'a str,
    postal_code: &'a str,
    phone: &'a str,
    whatsapp: &'a str,
    email: &'a str,
    /// NPWP of a taxable firm, or empty.
    tax_number: &'a str,
    url: &'a str,
    /// The accent, for areas.
    accent: String,
    /// What is written on it.
    on_accent: String,
    /// The accent as it is read on white.
    accent_text: String,
    /// Address of the logo, if there is one.
    logo: Option<String>,
}

#[derive(Serialize)]
struct Scope<'a> {
    #[serde(flatten)]
    data: &'a serde_json::Value,
    locale: &'a str,
    /// Name of the recipient.
    to_name: &'a str,
    shop: Shop<'a>,
    subject: &'a str,
}

impl Templates {
    /// Reads the templates; `public_url` is where their links and pictures are.
    ///
    /// # Errors
    /// When one of them has a fault.
    pub(super) fn new(public_url: &str) -> anyhow::Result<Self> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
        filters::add(&mut environment);
        for (name, source) in PARTS.iter().chain(EMAILS) {
            environment.add_template(name, source).with_context(|| format!("the email template {name}"))?;
        }
        Ok(Self { environment, public_url: public_url.to_owned() })
    }

    /// Fills the template that the draft names.
    ///
    /// # Errors
    /// When the draft's data lacks what the template speaks of.
    pub(super) fn render(&self, draft: &Draft, shop: &StoreDetails, brand: &Brand) -> anyhow::Result<Rendered> {
        let Draft { template, locale, to_name, data, .. } = draft;
        ensure!(data.is_object(), "the data of an email must be an object");
        let name = |ending: &str| format!("{locale}/{}.{ending}", template.as_str());
        let shop = Shop {
            name: &shop.name,
            tagline: &shop.tagline,
            address: &shop.address,
            city: &shop.city,
            postal_code: &shop.postal_code,
            phone: &shop.phone,
            whatsapp: &shop.whatsapp,
            email: &shop.email,
            tax_number: if shop.taxable { &shop.tax_number } else { "" },
            url: &self.public_url,
            accent: brand.palette.accent.to_string(),
            on_accent: brand.palette.on_accent.to_string(),
            accent_text: brand.palette.on_light.to_string(),
            logo: brand.printed_logo().map(|key| format!("{}/files/{key}", self.public_url)),
        };
        let mut scope = Scope { data, locale: locale.as_str(), to_name, shop, subject: "" };
        let text = self.fill(&name("txt"), &scope)?;
        let (subject, text) = text.split_once('\n').context("an email's text has a subject line and a body")?;
        let subject = subject.trim();
        ensure!(!subject.is_empty(), "an email has a subject");
        scope.subject = subject;
        let html = self.fill(&name("html"), &scope)?;
        Ok(Rendered { subject: subject.to_owned(), html, text: text.trim().to_owned() + "\n" })
    }

    fn fill(&self, name: &str, scope: &Scope) -> anyhow::Result<String> {
        // The error's own text names the template and line; its cause what is missing there.
        Ok(self.environment.get_template(name)?.render(Serde(scope))?)
    }
}

#[cfg(test)]
mod tests;
