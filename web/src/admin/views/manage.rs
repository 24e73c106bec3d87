//! Looking after one's own views: another name, another look, gone.

use leptos::prelude::*;
use shared::views::{SaveViewRequest, SavedView};

use super::menu::Look;
use crate::api::views;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::{Ask, Badge, Dialog, IconButton, Load, Tone, toast};

/// One's own views of the list.
#[component]
pub(super) fn Manage(
    look: Signal<Look>,
    kept: Load<Vec<SavedView>>,
    open: RwSignal<bool>,
    saving: RwSignal<Option<Option<SavedView>>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let own = move || kept.get().unwrap_or_default().into_iter().filter(|view| view.mine).collect::<Vec<_>>();
    view! {
        <Dialog open title=move || t_string!(i18n, office.views.manage)>
            <ul class="views-own" role="list">
                {move || own().into_iter().map(|view| view! { <Line view look kept open saving/> }).collect_view()}
            </ul>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Line(
    view: SavedView,
    look: Signal<Look>,
    kept: Load<Vec<SavedView>>,
    open: RwSignal<bool>,
    saving: RwSignal<Option<Option<SavedView>>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (name, shared) = (view.name.clone(), view.shared);
    let view = StoredValue::new(view);
    let replace = move || {
        let Look { query, columns } = look.get_untracked();
        let view = view.get_value();
        let request = SaveViewRequest { list: view.list, name: view.name, query, columns, shared: view.shared };
        let call = views::update_view(view.id, &request);
        leptos::task::spawn_local(async move {
            match call.await {
                Ok(_) => {
                    toast::success(tu_string!(i18n, office.views.saved));
                    kept.reload();
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    let remove = move || {
        leptos::task::spawn_local(async move {
            let Some(view) = view.try_get_value() else { return };
            let sure = Ask::new(
                tu_string!(i18n, office.views.remove_title, name = view.name.clone()),
                tu_string!(i18n, office.views.remove_text),
                tu_string!(i18n, common.action.delete),
            );
            if !sure.danger().await {
                return;
            }
            match views::delete_view(view.id).await {
                Ok(()) => kept.reload(),
                Err(error) => toast::error(&error),
            }
        });
    };
    let rename = move || {
        open.set(false);
        saving.set(Some(Some(view.get_value())));
    };
    view! {
        <li class="views-own__line" data-test="view-own">
            <span class="views-own__name">
                {name}
                {shared.then(|| view! { <Badge tone=Tone::Info>{move || t_string!(i18n, office.views.is_shared)}</Badge> })}
            </span>
            <IconButton icon=icondata::LuRefreshCw label=move || t_string!(i18n, office.views.replace) on_click=replace/>
            <IconButton icon=icondata::LuPencil label=move || t_string!(i18n, office.views.rename) on_click=rename/>
            <IconButton icon=icondata::LuTrash2 label=move || t_string!(i18n, common.action.delete) on_click=remove/>
        </li>
    }
    .into_any()
}
