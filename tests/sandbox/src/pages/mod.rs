//! The pages payers see. Plain HTML without scripts, so that they work in any browser.

pub(crate) mod midtrans;
pub(crate) mod stripe;
mod words;

use poem::Response;
use poem::http::{StatusCode, header};

use words::Words;

const STYLE: &str = include_str!("style.css");

/// A page as a response. Nothing but its own style may load.
pub(crate) fn html(page: String) -> Response {
    Response::builder()
        .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'")
        .header(header::REFERRER_POLICY, "no-referrer")
        .body(page)
}

pub(crate) fn go(url: &str) -> Response {
    Response::builder().status(StatusCode::SEE_OTHER).header(header::LOCATION, url).finish()
}

fn missing(words: &Words) -> Response {
    let mut response = html(frame(words, &format!("<main><section class=card><h1>{}</h1></section></main>", words.unknown)));
    response.set_status(StatusCode::NOT_FOUND);
    response
}

fn frame(words: &Words, body: &str) -> String {
    format!(
        "<!doctype html><html lang={lang}><head><meta charset=utf-8><meta name=viewport content=\"width=device-width, initial-scale=1\">\
         <meta name=robots content=noindex><title>{title}</title><style>{STYLE}</style></head>\
         <body><div class=tape></div><div class=notice role=note><strong>{title}</strong> · {notice}</div>{body}</body></html>",
        lang = words.lang,
        title = words.title,
        notice = words.notice,
    )
}

/// The left card: what is paid for.
struct Bill<'a> {
    via: &'static str,
    total: i64,
    lines: Vec<(String, i64)>,
    reference: &'a str,
}

impl Bill<'_> {
    fn html(&self, words: &Words) -> String {
        let line = |(name, amount): &(String, i64)| format!("<div><dt>{}</dt><dd>{}</dd></div>", escape(name), rupiah(*amount));
        let lines: String = self.lines.iter().map(line).collect();
        format!(
            "<section class=card><h1>Hurtrock Music Store</h1><p class=via>{via} {provider}</p><p class=total id=amount>{total}</p>\
             <dl class=items>{lines}<div class=sum><dt>{sum}</dt><dd>{total}</dd></div></dl>\
             <p class=meta>{reference_label}: <span id=reference>{reference}</span></p></section>",
            via = words.via,
            provider = self.via,
            total = rupiah(self.total),
            sum = words.total,
            reference_label = words.reference,
            reference = escape(self.reference),
        )
    }
}

fn say(kind: &str, text: &str) -> String {
    format!("<p class=\"say {kind}\" id=status role=status>{text}</p>")
}

fn button(id: &str, class: &str, label: &str) -> String {
    format!("<button id={id} name=action value={id} class=\"{class}\">{label}</button>")
}

fn link(id: &str, class: &str, label: &str, url: &str) -> String {
    format!("<a id={id} class=\"{class}\" href=\"{}\">{label}</a>", escape(url))
}

/// `Rp 1.500.000`
pub(crate) fn rupiah(amount: i64) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    format!("{}Rp {grouped}", if amount < 0 { "-" } else { "" })
}

/// Text made safe for HTML, in elements and in quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// The field `name` of a submitted form.
fn field(body: &[u8], name: &str) -> Option<String> {
    let mut url = reqwest::Url::parse("http://form/").ok()?;
    url.set_query(Some(&String::from_utf8_lossy(body)));
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_and_text_are_written_for_people() {
        assert_eq!(rupiah(1_500_000), "Rp 1.500.000");
        assert_eq!(rupiah(999), "Rp 999");
        assert_eq!(rupiah(-25_000), "-Rp 25.000");
        assert_eq!(escape("<b title=\"x\">Drum & Bass</b>"), "&lt;b title=&quot;x&quot;&gt;Drum &amp; Bass&lt;/b&gt;");
        assert_eq!(field(b"method=bca_va&action=pay", "action").as_deref(), Some("pay"));
    }
}
