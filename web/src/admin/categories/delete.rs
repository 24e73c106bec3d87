//! A category goes; what is in it goes somewhere else first.

use leptos::prelude::*;
use shared::ids::CategoryId;
use shared::problem::ErrorCode;

use super::page::Shelf;
use crate::admin::words::category_path;
use crate::api::{ApiError, categories};
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::{Button, ButtonKind, Choice, Dialog, Form, FormView, SelectField, toast};

/// Asks before, says what is in it, and where that shall go.
#[component]
pub(super) fn DeleteButton(id: CategoryId) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    view! {
        <Button kind=ButtonKind::Danger icon=icondata::LuTrash2 on_click=move || open.set(true) attr:data-test="delete-category">
            {move || t_string!(i18n, goods.categories.delete)}
        </Button>
        <Dialog open title=move || t_string!(i18n, goods.categories.delete_title)>
            <Question id open/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Question(id: CategoryId, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let shelf = expect_context::<Shelf>();
    let form = Form::new();
    // What the server found in it, should that be more than is known here.
    let found = RwSignal::new(None::<(i64, i64)>);
    let inside = Memo::new(move |_| {
        let products = shelf.find(id).map(|category| category.products).unwrap_or_default();
        let children = i64::try_from(shelf.below(Some(id)).len()).unwrap_or(i64::MAX);
        found.get().unwrap_or((products, children))
    });
    let is_empty = move || inside.get() == (0, 0);
    let to = RwSignal::new(String::new());
    let choices = Signal::derive(move || {
        let locale = i18n.get_locale();
        let children = shelf.below(Some(id));
        shelf.tree.with(|tree| {
            let fits = |other: CategoryId| other != id && children.iter().all(|child| shelf.may_stand(*child, Some(other)));
            let fitting = tree.iter().filter(|category| fits(category.id));
            fitting
                .map(|category| Choice::new(category.id.to_string(), category_path(locale, tree, category.id)))
                .collect::<Vec<_>>()
        })
    });
    let send = move || {
        let to = to.get_untracked();
        if !untrack(is_empty) && to.is_empty() {
            form.reject(vec![shared::validate::FieldError::new("move_to", shared::validate::FieldCode::Required)]);
            return;
        }
        let answer = categories::delete_category(&id.to_string(), Some(to.as_str()).filter(|to| !to.is_empty()));
        let attempt = async move {
            match answer.await {
                Err(ApiError::Problem(problem)) if problem.code == ErrorCode::Conflict => {
                    let figure = |name: &str| problem.params.get(name).and_then(serde_json::Value::as_i64).unwrap_or_default();
                    found.try_set(Some((figure("products"), figure("children"))));
                    Err(ApiError::Problem(problem))
                }
                answer => answer,
            }
        };
        form.run(attempt, move |tree| {
            let parent = untrack(|| shelf.find(id)).and_then(|category| category.parent_id);
            open.set(false);
            toast::success(tu_string!(i18n, goods.categories.deleted));
            shelf.choose.run(parent);
            shelf.tree.set(tree);
        });
    };
    view! {
        <FormView form on_submit=send>
            <p>
                {move || {
                    let (products, children) = inside.get();
                    if is_empty() {
                        t_string!(i18n, goods.categories.delete_empty).to_owned()
                    } else {
                        t_string!(i18n, goods.categories.delete_full, products = products, children = children).to_string()
                    }
                }}
            </p>
            <Show when=move || !is_empty()>
                <SelectField
                    pointer="move_to"
                    label=move || t_string!(i18n, goods.categories.move_to)
                    value=to
                    choices
                    placeholder=move || t_string!(i18n, goods.side.choose_category)
                />
            </Show>
            <div class="form__actions">
                <Button submit=true kind=ButtonKind::Danger loading=form.busy() attr:data-test="delete-confirm">
                    {move || if is_empty() { t_string!(i18n, goods.categories.delete) } else { t_string!(i18n, goods.categories.move_and_delete) }}
                </Button>
                <Button kind=ButtonKind::Quiet on_click=move || open.set(false)>{move || t_string!(i18n, common.action.cancel)}</Button>
            </div>
        </FormView>
    }
    .into_any()
}
