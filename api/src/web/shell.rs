//! The page of the app, cut where the server fills it.
//!
//! Trunk may have minified it: attributes come in any order and without quotes, and comments are gone. So the
//! places are told by what survives that: the tags themselves.

use shared::account::Locale;

/// Where the text of a page goes; `web/shop.html` has it empty.
const MOUNT: &str = "first-view";

/// The stylesheet of a shop with a look of its own.
const BRAND: &str = "/brand.css";

/// What stands between the places that are filled.
#[derive(Clone, Debug)]
pub struct Shell {
    /// Before `<html>`.
    start: String,
    /// From there to the title.
    head: String,
    /// From the title to the description.
    middle: String,
    /// From there to the mount.
    body: String,
    /// After it.
    end: String,
}

impl Shell {
    /// Cuts a page; `None` when it has no such places.
    pub fn cut(html: &str) -> Option<Self> {
        let (start, rest) = html.split_once("<html")?;
        let (_, rest) = rest.split_once('>')?;
        let (head, rest) = rest.split_once("<title>")?;
        let (_, rest) = rest.split_once("</title>")?;
        let (middle, rest) = without_description(rest)?;
        let (body, rest) = rest.split_once(&format!("<{MOUNT}"))?;
        let (_, end) = rest.split_once(&format!("</{MOUNT}>"))?;
        let owned = str::to_owned;
        Some(Self { start: owned(start), head: owned(head), middle: owned(middle), body: owned(body), end: owned(end) })
    }

    /// The page of a shop that looks like the house: nothing is drawn before all stylesheets are there, and the one with
    /// the shop's own look would be empty.
    pub fn in_house(&self) -> Self {
        let body = without_brand(&self.body).unwrap_or_else(|| self.body.clone());
        Self { body, ..self.clone() }
    }

    /// The page in a language: `head` has its title and description, `view` its text, `data` what the app
    /// would ask for first, as JSON. The latter two may be empty.
    pub fn fill(&self, locale: Locale, head: &str, view: &str, data: &str) -> String {
        let Self { start, head: to_title, middle, body, end } = self;
        let data = if data.is_empty() {
            String::new()
        } else {
            format!("<script type=\"application/json\" id=\"first-view\">{}</script>", inert(data))
        };
        format!(
            "{start}<html lang=\"{locale}\">{to_title}{head}{middle}{body}<{MOUNT} lang=\"{locale}\">{}</{MOUNT}>{data}{end}",
            view.trim()
        )
    }
}

/// What stands before and after the description.
fn without_description(html: &str) -> Option<(&str, &str)> {
    for (at, _) in html.match_indices("<meta") {
        let (before, tag) = html.split_at(at);
        let (tag, after) = tag.split_once('>')?;
        if tag.contains("name=\"description\"") || tag.contains("name=description") {
            return Some((before, after));
        }
    }
    None
}

/// What stands around the link to the shop's own look.
fn without_brand(html: &str) -> Option<String> {
    let at = html.find(BRAND)?;
    let (from, length) = (html[..at].rfind('<')?, html[at..].find('>')?);
    Some(format!("{}{}", &html[..from], &html[at + length + 1..]))
}

/// JSON that can stand in a `<script>`: nothing in it ends or begins an element. `<` occurs in texts only, where
/// JSON knows another way to write it.
pub fn inert(json: &str) -> String {
    json.replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILT: &str = "<!DOCTYPE html>\n<html lang=\"id\">\n<head><meta charset=\"utf-8\"><title>Shop</title>\
        <meta name=\"description\" content=\"All of it.\"><script src=\"/boot.js\"></script>\
        <link rel=\"stylesheet\" href=\"/brand.css\"></head>\
        <body><div id=\"boot\"><first-view></first-view><p>wait</p></div></body></html>";
    const MINIFIED: &str = "<!doctype html><html lang=id><meta charset=utf-8><title>Shop</title>\
        <meta content=\"All of it.\" name=description><script src=/boot.js></script>\
        <link href=/brand.css rel=stylesheet></head>\
        <body><div id=boot><first-view></first-view><p>wait</p></div></body></html>";

    #[test]
    fn a_page_is_filled_however_it_was_written() {
        for built in [BUILT, MINIFIED] {
            let shell = Shell::cut(built).expect("has its places");
            let page = shell.fill(Locale::English, "<title>Guitars</title>", "<h1>Guitars</h1>\n", "{\"a\":\"</script><b>\"}");
            assert!(page.contains("<html lang=\"en\">") && page.contains("<title>Guitars</title><script"), "{page}");
            assert!(!page.contains("All of it.") && !page.contains("Shop"), "{page}");
            let filled = "<first-view lang=\"en\"><h1>Guitars</h1></first-view>\
                <script type=\"application/json\" id=\"first-view\">{\"a\":\"\\u003c/script>\\u003cb>\"}</script><p>wait</p></div>";
            assert!(page.contains(filled), "{page}");
        }
    }

    #[test]
    fn a_shop_that_looks_like_the_house_has_no_stylesheet_of_its_own() {
        for built in [BUILT, MINIFIED] {
            let shell = Shell::cut(built).expect("has its places");
            let (own, house) = (&shell, shell.in_house());
            let [own, house] = [own, &house].map(|shell| shell.fill(Locale::English, "", "", ""));
            assert!(own.contains("/brand.css"), "{own}");
            assert!(house.contains("/boot.js") && house.contains("</script></head>"), "{house}");
        }
    }

    #[test]
    fn a_page_without_places_is_left_alone() {
        for html in ["", "<!DOCTYPE html><p>the shop</p>", "<html><title>x</title><first-view></first-view>"] {
            assert!(Shell::cut(html).is_none(), "{html}");
        }
    }
}
