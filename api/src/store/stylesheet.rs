//! `/brand.css`: the shop's colours and its logo for the first paint.
//!
//! Both pages of the web app link it after their own stylesheet, so that neither the colours of the house nor its
//! mark flash up before the app knows better. A file of its own, because the content security policy lets no style
//! into a page that was not there when it was built.

use std::fmt::Write;

use poem::http::header;
use poem::{Endpoint, Response, endpoint::make};
use sha2::{Digest, Sha256};
use shared::brand::Palette;
use shared::catalog::Image;

use super::brand::Brand;
use super::find;
use crate::context::Ctx;
use crate::files;
use crate::http::ApiError;

/// Answers `GET /brand.css`. Browsers keep it, and ask each time whether it still holds: what staff
/// change is seen with the next page.
pub fn stylesheet(ctx: Ctx) -> impl Endpoint<Output = Response> {
    make(move |_| {
        let ctx = ctx.clone();
        async move { serve(&ctx).await.map_err(poem::Error::from) }
    })
}

async fn serve(ctx: &Ctx) -> Result<Response, ApiError> {
    let css = css(&find::settings(ctx).await?.brand);
    let hash = Sha256::digest(css.as_bytes());
    let response = Response::builder()
        .content_type("text/css; charset=utf-8")
        .header(header::CACHE_CONTROL, "no-cache")
        .header(header::ETAG, format!("\"{}\"", hex::encode(&hash[..12])))
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    Ok(response.body(css))
}

/// What differs from the web app's own stylesheet, in its layers; nothing for a shop that looks like the house.
fn css(brand: &Brand) -> String {
    let mut css = String::new();
    if !brand.palette.is_house() {
        colours(&mut css, &brand.palette);
    }
    if let Some(logo) = brand.logo.clone().map(files::image) {
        picture(&mut css, &logo);
    }
    css
}

/// The custom properties of `web/styles/kit/tokens.css`.
fn colours(css: &mut String, palette: &Palette) {
    let Palette { accent, hover, on_accent, on_light, on_dark, light_tint, dark_tint } = palette;
    // Writing into a String does not fail.
    let _ = write!(
        css,
        "@layer tokens {{\n\
         :root {{ --accent: {accent}; --accent-hover: {hover}; --on-accent: {on_accent}; --accent-text: {on_light}; --accent-tint: {light_tint}; }}\n\
         :root[data-theme=\"dark\"], .stage {{ --accent-text: {on_dark}; --accent-tint: {dark_tint}; }}\n\
         }}\n"
    );
}

/// The logo where the app will put it; see `.logo` in `web/styles/kit/shell.css`.
fn picture(css: &mut String, logo: &Image) {
    const WIDE: i32 = 320;
    let widths = || logo.widths.iter().copied();
    let Some(width) = widths().find(|width| *width >= WIDE).or_else(|| widths().max()) else { return };
    let (url, across, down) = (&logo.url, logo.width.max(1), logo.height.max(1));
    let _ = write!(
        css,
        "@layer kit {{\n\
         .boot--shop .boot__bar > *, .brand__wait > * {{ position: absolute; clip-path: inset(50%); }}\n\
         .boot--shop .boot__bar::before, .brand__wait::before {{ content: \"\"; flex: none; block-size: var(--logo-height); \
         inline-size: min(var(--logo-width), var(--logo-height) * {across} / {down}); \
         background: url(\"{url}-{width}.webp\") left center / contain no-repeat; }}\n\
         }}\n"
    );
}

#[cfg(test)]
mod tests {
    use shared::ids::ImageId;

    use super::*;
    use crate::files::{ImageRow, StoredImage};

    #[test]
    fn a_shop_that_looks_like_the_house_says_nothing() {
        assert_eq!(css(&Brand::default()), "");
    }

    #[test]
    fn colours_and_logo_are_told() {
        let stored = StoredImage {
            width: 900,
            height: 300,
            color: "#ffffff".to_owned(),
            widths: vec![160, 320, 640],
            path: "img/ab/c".to_owned(),
        };
        let brand = Brand {
            palette: Palette::of(shared::brand::Rgb([0x1d, 0x4e, 0xd8])),
            logo: Some(ImageRow::new(ImageId::generate(), "Hurtrock", stored)),
        };
        let css = css(&brand);
        assert!(css.contains("--accent: #1d4ed8; "), "{css}");
        assert!(css.contains("--on-accent: #ffffff; "), "{css}");
        assert!(css.contains("url(\"/files/img/ab/c-320.webp\")"), "{css}");
        assert!(css.contains("* 900 / 300)"), "{css}");
        assert_eq!(css.matches('{').count(), css.matches('}').count(), "{css}");
        assert_eq!(brand.printed_logo().as_deref(), Some("img/ab/c-640.jpg"));
    }
}
