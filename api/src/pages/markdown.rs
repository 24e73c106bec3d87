//! Markdown to HTML that can do nothing: no elements but those of Markdown, no addresses but those of pages,
//! mail and phones.

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

/// The text as HTML.
pub(super) fn html(markdown: &str) -> String {
    let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let mut written = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut written, parser.filter_map(harmless));
    written
}

fn harmless(event: Event<'_>) -> Option<Event<'_>> {
    Some(match event {
        // What looks like HTML is text about HTML.
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        // Pictures would come from elsewhere, which the pages' policy forbids; their description stays.
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            // `<halo@toko.example>`: becomes `mailto:` as it is written.
            let leads = link_type == LinkType::Email || leads_somewhere(&dest_url);
            let dest_url = if leads { dest_url } else { CowStr::Borrowed("#") };
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        // The page's title is its first heading.
        Event::Start(Tag::Heading { level: HeadingLevel::H1, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, id, classes, attrs })
        }
        Event::End(TagEnd::Heading(HeadingLevel::H1)) => Event::End(TagEnd::Heading(HeadingLevel::H2)),
        other => other,
    })
}

/// Whether the address is a page's, here or elsewhere, or one to write to or call.
fn leads_somewhere(address: &str) -> bool {
    let address = address.trim();
    let here = (address.starts_with('/') && !address.starts_with("//")) || address.starts_with('#');
    let lower = address.to_ascii_lowercase();
    here || ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_html() {
        assert_eq!(
            html("# Halo\n\n**Keras** dan [gitar](/products)."),
            "<h2>Halo</h2>\n<p><strong>Keras</strong> dan <a href=\"/products\">gitar</a>.</p>\n"
        );
        assert!(html("| a | b |\n|---|---|\n| 1 | 2 |").contains("<td>1</td>"));
        assert_eq!(html("<halo@toko.example>"), "<p><a href=\"mailto:halo@toko.example\">halo@toko.example</a></p>\n");
    }

    #[test]
    fn nothing_in_it_does_anything() {
        for (markdown, forbidden) in [
            ("<script>alert(1)</script>", "<script"),
            ("a <b onclick=x>b</b>", "<b "),
            ("[a](javascript:alert(1))", "javascript"),
            ("[a](JaVaScRiPt:alert(1))", "alert"),
            ("[a](data:text/html,x)", "data:"),
            ("[a](//evil.example)", "evil"),
            ("<javascript:alert(1)>", "href=\"javascript"),
            ("<javascript:alert@toko.example>", "href=\"javascript"),
            ("![x](https://evil.example/p.png)", "evil"),
            ("[a]\n\n[a]: vbscript:x", "vbscript"),
        ] {
            assert!(!html(markdown).contains(forbidden), "{markdown}: {}", html(markdown));
        }
    }
}
