//! What is done to the reviews that are ticked: to all of them, or to none.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::reviews::MAX_MODERATED;

use super::{Desk, seen};
use crate::i18n::{t_string, use_i18n};
use crate::ui::{Button, ButtonSize, IconButton};

/// The bar; nothing while none is ticked.
#[component]
pub(super) fn PickedReviews(desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    let rows = desk.list.items();
    let picked = Memo::new(move |_| {
        rows.with(|rows| {
            desk.selected
                .with(|selected| rows.iter().filter(|row| selected.contains(&row.id.to_string())).map(seen).collect::<Vec<_>>())
        })
    });
    let count = Memo::new(move |_| picked.with(Vec::len));
    let why = Signal::derive(move || {
        (count.get() > MAX_MODERATED).then(|| t_string!(i18n, reviews.staff.too_many, max = MAX_MODERATED).to_string())
    });
    view! {
        <div class="picked" role="region" aria-label=move || t_string!(i18n, reviews.staff.region) class:is-empty=move || count.get() == 0>
            // In the page from the beginning, so that a change of it is read out.
            <p class="picked__count" role="status" data-test="picked-count">
                {move || (count.get() > 0).then(|| t_string!(i18n, reviews.staff.picked, count = count.get()).to_string())}
            </p>
            <Show when=move || { count.get() > 0 }>
                <div class="picked__papers">
                    <Button
                        size=ButtonSize::Small
                        icon=icondata::LuCircleCheck
                        blocked=why
                        on_click=move || desk.publish(picked.get_untracked())
                        attr:data-test="bulk-publish"
                    >
                        {move || t_string!(i18n, reviews.staff.publish)}
                    </Button>
                    <Button
                        size=ButtonSize::Small
                        icon=icondata::LuBan
                        blocked=why
                        on_click=move || desk.reject(picked.get_untracked())
                        attr:data-test="bulk-reject"
                    >
                        {move || t_string!(i18n, reviews.staff.reject)}
                    </Button>
                </div>
                <div class="picked__rest">
                    <IconButton
                        icon=icondata::LuX
                        label=move || t_string!(i18n, reviews.staff.clear)
                        on_click=move || desk.selected.set(BTreeSet::new())
                    />
                </div>
            </Show>
        </div>
    }
    .into_any()
}
