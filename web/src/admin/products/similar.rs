//! "Is this not that one?", said while a product is written.

use std::time::Duration;

use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use leptos_router::components::A;
use shared::products::{SimilarBecause, SimilarProduct};

use super::desk::use_desk;
use crate::admin::words;
use crate::api::products::{self, SimilarTo};
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::ui::{Icon, Picture, Status};

/// Long enough to type a name.
const TYPING: Duration = Duration::from_millis(700);

/// Products that may be the same as the one on the desk.
#[component]
pub(super) fn Similar() -> impl IntoView {
    let i18n = use_i18n();
    let desk = use_desk();
    let draft = desk.draft;
    let found = RwSignal::new(Vec::<SimilarProduct>::new());
    let asked = StoredValue::new(SimilarTo::default());
    let look = move |to: SimilarTo| {
        if to.name.chars().count() < 3 && to.sku.is_empty() {
            found.set(Vec::new());
            return;
        }
        asked.set_value(to.clone());
        let answer = products::find_similar_products(&to);
        leptos::task::spawn_local(async move {
            // A hint: when it cannot be had, there is none.
            if let Ok(similar) = answer.await
                && asked.try_get_value() == Some(to)
            {
                found.try_set(similar.into_iter().filter(|other| other.of.is_none()).collect());
            }
        });
    };
    let mut later = debounce(TYPING, look);
    Effect::new(move |before: Option<SimilarTo>| {
        let to = SimilarTo {
            id: desk.id().map(|id| id.to_string()).into_iter().collect(),
            brand: draft.brand.with(|brand| brand.trim().to_owned()),
            name: draft.name.with(|name| name.trim().to_owned()),
            sku: draft.rows.with(|rows| rows.first().map(|row| row.sku.get())).unwrap_or_default(),
        };
        if before.as_ref() != Some(&to) {
            later(to.clone());
        }
        to
    });
    view! {
        <Show when=move || found.with(|found| !found.is_empty())>
            <div class="notice tone-warning similar" role="status" data-test="similar">
                <Icon icon=icondata::LuCopy/>
                <div>
                    <p><strong>{move || t_string!(i18n, goods.similar.title)}</strong></p>
                    <ul class="similar__list" role="list">
                        {move || found.get().into_iter().map(|other| view! { <One other/> }).collect_view()}
                    </ul>
                </div>
            </div>
        </Show>
    }
    .into_any()
}

#[component]
fn One(other: SimilarProduct) -> impl IntoView {
    let i18n = use_i18n();
    let SimilarProduct { id, name, sku, status, because, image, .. } = other;
    let why = move || match because {
        SimilarBecause::Sku => t_string!(i18n, goods.similar.sku),
        SimilarBecause::Name => t_string!(i18n, goods.similar.name),
    };
    view! {
        <li class="similar__one">
            <span class="thumb">{image.map(|image| view! { <Picture image sizes="2.5rem" ratio="1 / 1" alt=""/> })}</span>
            <span class="two-lines">
                <A href=routes::admin::product(&id.to_string()) attr:target="_blank">{name}</A>
                <span class="muted">{sku} " · " {why}</span>
            </span>
            <Status tone=words::product_tone(status)>{move || words::product_status(i18n.get_locale(), status)}</Status>
        </li>
    }
    .into_any()
}
