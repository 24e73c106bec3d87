//! How search engines show the product.

use leptos::prelude::*;
use shared::catalog::ProductStatus;
use shared::products::{MAX_SLUG, slugify};

use super::desk::use_desk;
use crate::i18n::{t_string, use_i18n};
use crate::ui::{Card, TextArea, TextField};

/// Where search engines cut a title, in characters.
const TITLE_SHOWN: usize = 60;
/// Where they cut a description.
const DESCRIPTION_SHOWN: usize = 158;

fn cut(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text,
    }
}

/// Address, title and description, and what a result would look like.
#[component]
pub fn Seo() -> impl IntoView {
    let i18n = use_i18n();
    let desk = use_desk();
    let draft = desk.draft;
    let made = Memo::new(move |_| {
        let (brand, name) = (draft.brand.with(|brand| slugify(brand)), draft.name.with(|name| slugify(name)));
        if brand.is_empty() || name.starts_with(&brand) { name } else { slugify(&format!("{brand} {name}")) }
    });
    let slug = move || {
        let own = draft.slug.with(|slug| slug.trim().to_owned());
        if own.is_empty() { made.get() } else { own }
    };
    let host = window().location().host().unwrap_or_default();
    let address = move || format!("{host} › products › {}", slug());
    let title = move || {
        let own = draft.seo_title.with(|title| title.trim().to_owned());
        let title =
            if own.is_empty() { format!("{} · {}", draft.name.get().trim(), t_string!(i18n, common.shop_name)) } else { own };
        cut(&title, TITLE_SHOWN)
    };
    let description = move || {
        let own = draft.seo_description.with(|text| text.trim().to_owned());
        cut(&if own.is_empty() { draft.description.get() } else { own }, DESCRIPTION_SHOWN)
    };
    let published = move || desk.product.with(|product| product.as_ref().is_some_and(|product| product.published_at.is_some()));
    let moved = move || {
        let before = desk.product.with(|product| product.as_ref().map(|product| product.slug.clone()));
        before.is_some_and(|before| before != slug()) && published()
    };
    let former = move || {
        desk.product
            .with(|product| {
                product
                    .as_ref()
                    .filter(|product| product.status != ProductStatus::Draft)
                    .map(|product| product.former_slugs.clone())
            })
            .filter(|slugs| !slugs.is_empty())
    };
    view! {
        <Card title=move || t_string!(i18n, goods.seo.title)>
            <div class="stack">
                <div class="result" aria-label=move || t_string!(i18n, goods.seo.preview) role="img">
                    <span class="result__address">{address}</span>
                    <span class="result__title">{title}</span>
                    <span class="result__text">{description}</span>
                </div>
                <TextField
                    pointer="/slug"
                    label=move || t_string!(i18n, goods.seo.slug)
                    value=draft.slug
                    prefix="/products/"
                    maxlength=u32::try_from(MAX_SLUG).unwrap_or(u32::MAX)
                    placeholder=move || made.get()
                    hint=move || if moved() { t_string!(i18n, goods.seo.moved) } else { t_string!(i18n, goods.seo.slug_hint) }
                    optional=true
                />
                {move || {
                    former().map(|slugs| view! { <p class="muted small">{move || t_string!(i18n, goods.seo.former)} " " <code>{slugs.join(", ")}</code></p> })
                }}
                <TextField pointer="/seo_title" label=move || t_string!(i18n, goods.seo.page_title) value=draft.seo_title maxlength=120 optional=true/>
                <TextArea pointer="/seo_description" label=move || t_string!(i18n, goods.seo.description) value=draft.seo_description rows=2 maxlength=320 optional=true/>
            </div>
        </Card>
    }
    .into_any()
}
