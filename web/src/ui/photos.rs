//! Photos that somebody sent, small.

use leptos::prelude::*;
use shared::catalog::Image;

use super::picture::Picture;
use crate::i18n::{t_string, use_i18n};

/// Where the largest rendition of a picture is.
fn whole(image: &Image) -> String {
    format!("{}-{}.jpg", image.url, image.widths.last().copied().unwrap_or(480))
}

/// Small pictures, each a link to the whole one; nothing when there are none.
#[component]
pub fn PhotoLinks(
    /// The photos.
    images: Vec<Image>,
) -> impl IntoView {
    let i18n = use_i18n();
    if images.is_empty() {
        return ().into_any();
    }
    let links = images
        .into_iter()
        .enumerate()
        .map(|(at, image)| {
            let href = whole(&image);
            view! {
                <li>
                    <a class="photo" href=href target="_blank" rel="external noopener" aria-label=move || t_string!(i18n, reviews.list.photo, number = at + 1)>
                        <Picture image sizes="72px" ratio="1 / 1" cover=true alt=""/>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="photos" role="list">{links}</ul> }.into_any()
}
