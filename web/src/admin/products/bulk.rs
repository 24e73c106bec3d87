//! What is done to the products that are ticked: to all of them, or to none.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_i18n::I18nContext;
use shared::catalog::ProductStatus;
use shared::dashboard::StaffProductRow;
use shared::ids::ProductId;
use shared::products::{BulkEdit, BulkProductsRequest, MAX_BULK};

use super::price::PriceDialog;
use crate::api::ApiError;
use crate::api::products;
use crate::i18n::{Locale, t_string, td_string, tu_string, use_i18n};
use crate::ui::{Button, ButtonKind, ButtonSize, IconButton, error_text, toast};

/// The change that takes this one back, where there is one that fits all.
fn back(edit: BulkEdit) -> Option<BulkEdit> {
    match edit {
        BulkEdit::Feature => Some(BulkEdit::Unfeature),
        BulkEdit::Unfeature => Some(BulkEdit::Feature),
        // What they were before, when all were the same, is asked of the list.
        BulkEdit::Activate | BulkEdit::Archive | BulkEdit::Draft | BulkEdit::Price => None,
    }
}

fn said(locale: Locale, edit: BulkEdit, count: usize) -> String {
    match edit {
        BulkEdit::Activate => td_string!(locale, goods.bulk.activated, count = count),
        BulkEdit::Draft => td_string!(locale, goods.bulk.drafted, count = count),
        BulkEdit::Archive => td_string!(locale, goods.bulk.archived, count = count),
        BulkEdit::Feature => td_string!(locale, goods.bulk.featured, count = count),
        BulkEdit::Unfeature => td_string!(locale, goods.bulk.unfeatured, count = count),
        BulkEdit::Price => td_string!(locale, goods.bulk.priced, count = count),
    }
}

/// Why a change to many was refused: which products it cannot be done to.
pub(super) fn refusal(locale: Locale, error: &ApiError) -> String {
    let names: Vec<String> = error.fields().iter().filter_map(|field| field.params.get("name").cloned()).collect();
    if names.is_empty() {
        return error_text(locale, error);
    }
    let rest = names.len().saturating_sub(3);
    let mut list = names.into_iter().take(3).collect::<Vec<_>>().join(", ");
    if rest > 0 {
        list.push_str(&format!(" +{rest}"));
    }
    td_string!(locale, goods.bulk.refused, names = list)
}

/// Changes products and says so, with a way back where there is one.
pub(super) fn change(i18n: I18nContext<Locale>, ids: Vec<ProductId>, edit: BulkEdit, done: Callback<()>) {
    send(i18n, ids, edit, back(edit), done);
}

fn send(i18n: I18nContext<Locale>, ids: Vec<ProductId>, edit: BulkEdit, back: Option<BulkEdit>, done: Callback<()>) {
    let answer = products::bulk_edit_products(&BulkProductsRequest { ids, edit, price: None, fingerprint: None, dry_run: false });
    leptos::task::spawn_local(async move {
        let locale = i18n.get_locale_untracked();
        match answer.await {
            Ok(report) => {
                let text = said(locale, edit, report.changed.len());
                match back {
                    Some(back) if !report.changed.is_empty() => {
                        let changed = report.changed;
                        toast::undo(text, tu_string!(i18n, common.action.undo), move || {
                            send(i18n, changed.clone(), back, None, done)
                        });
                    }
                    _ => toast::success(text),
                }
                done.try_run(());
            }
            Err(error) => toast::failure(refusal(locale, &error)),
        }
    });
}

/// The bar; nothing while none is ticked.
#[component]
pub(super) fn PickedProducts(
    #[prop(into)] rows: Signal<Vec<StaffProductRow>>,
    selected: RwSignal<BTreeSet<String>>,
    /// Something was changed.
    #[prop(into)]
    done: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let picked = Memo::new(move |_| {
        rows.with(|rows| {
            let ticked = |row: &&StaffProductRow| selected.with(|selected| selected.contains(&row.id.to_string()));
            rows.iter().filter(ticked).map(|row| (row.id, row.status)).collect::<Vec<_>>()
        })
    });
    let count = Memo::new(move |_| picked.with(Vec::len));
    let all = Memo::new(move |_| rows.with(Vec::len));
    let pick_all = move || selected.set(rows.with_untracked(|rows| rows.iter().map(|row| row.id.to_string()).collect()));
    let clear = move || selected.set(BTreeSet::new());
    let over = Callback::new(move |()| {
        clear();
        done.run(());
    });
    let why = Signal::derive(move || {
        (count.get() > MAX_BULK).then(|| t_string!(i18n, goods.bulk.too_many, max = MAX_BULK).to_string())
    });
    let act = move |edit: BulkEdit| {
        let picked = picked.get_untracked();
        let status = picked.first().map(|(_, status)| *status);
        let same = picked.iter().all(|(_, other)| Some(*other) == status);
        let way_back = back(edit).or(match (edit, status.filter(|_| same)) {
            (BulkEdit::Activate | BulkEdit::Draft | BulkEdit::Archive, Some(ProductStatus::Active)) => Some(BulkEdit::Activate),
            (BulkEdit::Activate | BulkEdit::Draft | BulkEdit::Archive, Some(ProductStatus::Draft)) => Some(BulkEdit::Draft),
            (BulkEdit::Activate | BulkEdit::Draft | BulkEdit::Archive, Some(ProductStatus::Archived)) => Some(BulkEdit::Archive),
            _ => None,
        });
        send(i18n, picked.into_iter().map(|(id, _)| id).collect(), edit, way_back, over);
    };
    let pricing = RwSignal::new(false);
    view! {
        <div class="picked" role="region" aria-label=move || t_string!(i18n, goods.bulk.region) class:is-empty=move || count.get() == 0>
            // In the page from the beginning, so that a change of it is read out.
            <p class="picked__count" role="status" data-test="picked-count">
                {move || (count.get() > 0).then(|| t_string!(i18n, goods.bulk.picked, count = count.get()).to_string())}
            </p>
            <Show when=move || { count.get() > 0 }>
                <div class="picked__papers picked__edits">
                    <Button size=ButtonSize::Small icon=icondata::LuEye blocked=why on_click=move || act(BulkEdit::Activate) attr:data-test="bulk-activate">
                        {move || t_string!(i18n, goods.bulk.activate)}
                    </Button>
                    <Button size=ButtonSize::Small icon=icondata::LuArchive blocked=why on_click=move || act(BulkEdit::Archive) attr:data-test="bulk-archive">
                        {move || t_string!(i18n, goods.bulk.archive)}
                    </Button>
                    <Button size=ButtonSize::Small icon=icondata::LuStar blocked=why on_click=move || act(BulkEdit::Feature) attr:data-test="bulk-feature">
                        {move || t_string!(i18n, goods.bulk.feature)}
                    </Button>
                    <Button size=ButtonSize::Small icon=icondata::LuStarOff blocked=why on_click=move || act(BulkEdit::Unfeature)>
                        {move || t_string!(i18n, goods.bulk.unfeature)}
                    </Button>
                    <Button size=ButtonSize::Small icon=icondata::LuPercent blocked=why on_click=move || pricing.set(true) attr:data-test="bulk-price">
                        {move || t_string!(i18n, goods.bulk.price)}
                    </Button>
                </div>
                <div class="picked__rest">
                    <Show when=move || count.get() < all.get()>
                        <Button kind=ButtonKind::Quiet size=ButtonSize::Small on_click=pick_all>
                            {move || t_string!(i18n, goods.bulk.pick_all, count = all.get()).to_string()}
                        </Button>
                    </Show>
                    <IconButton icon=icondata::LuX label=move || t_string!(i18n, goods.bulk.clear) on_click=clear/>
                </div>
            </Show>
        </div>
        <PriceDialog open=pricing ids=Signal::derive(move || picked.with(|picked| picked.iter().map(|(id, _)| *id).collect())) done=over/>
    }
    .into_any()
}
