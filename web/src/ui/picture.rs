//! Pictures that never move the page: their box and their dominant colour are there first.

use leptos::prelude::*;
use shared::catalog::Image;

fn srcset(image: &Image, ending: &str) -> String {
    image.widths.iter().map(|width| format!("{}-{width}.{ending} {width}w", image.url)).collect::<Vec<_>>().join(", ")
}

/// A picture in the renditions the server has of it: WebP, with JPEG for browsers without.
#[component]
pub fn Picture(
    /// The picture.
    image: Image,
    /// CSS `sizes`: how wide it is shown, such as `(min-width: 768px) 25vw, 50vw`.
    #[prop(default = "100vw")]
    sizes: &'static str,
    /// CSS aspect ratio of the box, such as `1 / 1`; its own when left out. The picture fits inside.
    #[prop(optional)]
    ratio: Option<&'static str>,
    /// Fills the box and is cropped, instead of fitting inside.
    #[prop(optional)]
    cover: bool,
    /// In sight when the page opens: loaded at once and first.
    #[prop(optional)]
    eager: bool,
    /// Overrides the picture's own text; empty for decoration.
    #[prop(optional, into)]
    alt: Option<String>,
) -> impl IntoView {
    let box_ratio = ratio.map_or_else(|| format!("{} / {}", image.width.max(1), image.height.max(1)), str::to_owned);
    // The smallest that is not tiny: only for browsers that know no `srcset`.
    let fallback = image.jpeg(480);
    view! {
        <span class="picture" class:picture--cover=cover style:aspect-ratio=box_ratio style:background-color=image.color.clone()>
            <picture>
                <source type="image/webp" srcset=srcset(&image, "webp") sizes=sizes/>
                <img
                    src=fallback
                    srcset=srcset(&image, "jpg")
                    sizes=sizes
                    width=image.width
                    height=image.height
                    alt=alt.unwrap_or(image.alt)
                    loading=if eager { "eager" } else { "lazy" }
                    decoding=if eager { "auto" } else { "async" }
                    fetchpriority=if eager { "high" } else { "auto" }
                />
            </picture>
        </span>
    }
    .into_any()
}

/// The shop's logo, as large as the bar allows. Nothing lies under it: it may be transparent.
#[component]
pub fn Logo(
    /// The logo.
    image: Image,
    /// The shop's name, which it says.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    // The same box as in the server's `/brand.css`, so that nothing moves when it comes.
    let width = format!("min(var(--logo-width), var(--logo-height) * {} / {})", image.width.max(1), image.height.max(1));
    let fallback = image.jpeg(320);
    view! {
        <picture class="logo" style:inline-size=width>
            <source type="image/webp" srcset=srcset(&image, "webp") sizes="10rem"/>
            <img src=fallback width=image.width height=image.height alt=name/>
        </picture>
    }
    .into_any()
}
