//! Giving a view a name, or another one.

use leptos::prelude::*;
use shared::views::{SaveViewRequest, SavedView};

use super::menu::Look;
use crate::api::views;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::{Button, ButtonKind, Checkbox, Dialog, Form, FormView, Load, TextField, toast};

/// Asks for a name; open while `saving` holds something: nothing for a new view, or the one that is
/// to be called otherwise.
#[component]
pub(super) fn SaveDialog(
    list: &'static str,
    look: Signal<Look>,
    saving: RwSignal<Option<Option<SavedView>>>,
    kept: Load<Vec<SavedView>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    let asked = Memo::new(move |_| saving.with(Option::is_some));
    Effect::new(move |_| open.set(asked.get()));
    Effect::new(move |_| {
        if !open.get() && saving.with_untracked(Option::is_some) {
            saving.set(None);
        }
    });
    view! {
        <Dialog open title=move || t_string!(i18n, office.views.save)>
            {move || saving.get().map(|view| view! { <NameForm list look view saving kept/> })}
        </Dialog>
    }
    .into_any()
}

#[component]
fn NameForm(
    list: &'static str,
    look: Signal<Look>,
    #[prop(optional_no_strip)] view: Option<SavedView>,
    saving: RwSignal<Option<Option<SavedView>>>,
    kept: Load<Vec<SavedView>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let name = RwSignal::new(view.as_ref().map(|view| view.name.clone()).unwrap_or_default());
    let shared = RwSignal::new(view.as_ref().is_some_and(|view| view.shared));
    let view = StoredValue::new(view);
    let send = move || {
        let Look { query, columns } = look.get_untracked();
        let known = view.get_value();
        let (id, query, columns) = match known {
            Some(view) => (Some(view.id), view.query, view.columns),
            None => (None, query, columns),
        };
        let request =
            SaveViewRequest { list: list.to_owned(), name: name.get_untracked(), query, columns, shared: shared.get_untracked() };
        let done = move |_: SavedView| {
            toast::success(tu_string!(i18n, office.views.saved));
            saving.set(None);
            kept.reload();
        };
        match id {
            Some(id) => form.submit(request, move |request| views::update_view(id, &request), done),
            None => form.submit(request, |request| views::create_view(&request), done),
        }
    };
    view! {
        <FormView form on_submit=send>
            <div data-test="view-new-name">
                <TextField pointer="/name" label=move || t_string!(i18n, office.views.name) value=name maxlength=60 autofocus=true/>
            </div>
            <Checkbox pointer="/shared" checked=shared>{move || t_string!(i18n, office.views.shared)}</Checkbox>
            <div class="form__actions">
                <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="view-save">
                    {move || t_string!(i18n, common.action.save)}
                </Button>
            </div>
        </FormView>
    }
    .into_any()
}
