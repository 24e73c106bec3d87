//! A category's picture.

use leptos::html;
use leptos::prelude::*;
use shared::categories::StaffCategory;
use shared::ids::CategoryId;

use super::page::Shelf;
use crate::api::{ApiError, categories};
use crate::i18n::{self, t_string, use_i18n};
use crate::ui::{Button, ButtonKind, ButtonSize, Icon, Picture, error_text, field_error_text};

/// Shows it; chooses another one, or none.
#[component]
pub(super) fn CategoryPicture(id: CategoryId) -> impl IntoView {
    let i18n = use_i18n();
    let shelf = expect_context::<Shelf>();
    let picker = NodeRef::<html::Input>::new();
    let percent = RwSignal::new(None::<u8>);
    let failure = RwSignal::new(None::<String>);
    let image = Memo::new(move |_| shelf.find(id).and_then(|category| category.image));
    let take = move |answer: Result<StaffCategory, ApiError>| {
        percent.try_set(None);
        match answer {
            Ok(category) => {
                shelf.tree.try_update(|tree| {
                    tree.iter_mut().filter(|other| other.id == id).for_each(|other| *other = category.clone())
                });
            }
            Err(error) => {
                let locale = i18n::current();
                let text =
                    error.fields().first().map_or_else(|| error_text(locale, &error), |field| field_error_text(locale, field));
                failure.try_set(Some(text));
            }
        }
    };
    let send = move |file: web_sys::File| {
        failure.set(None);
        percent.set(Some(0));
        leptos::task::spawn_local(async move {
            let id = id.to_string();
            let sent = categories::set_category_image(&id, &file, move |sent| {
                percent.try_set(Some(sent));
            });
            take(sent.await);
        });
    };
    let remove = move || {
        failure.set(None);
        let answer = categories::remove_category_image(&id.to_string());
        leptos::task::spawn_local(async move { take(answer.await) });
    };
    view! {
        <div
            class="category-picture"
            on:dragover=move |event| event.prevent_default()
            on:drop=move |event| {
                event.prevent_default();
                if let Some(file) = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.item(0)) {
                    send(file);
                }
            }
        >
            <span class="category-picture__frame">
                {move || match image.get() {
                    Some(image) => view! { <Picture image sizes="12rem" ratio="4 / 3" cover=true alt=""/> }.into_any(),
                    None => view! { <Icon icon=icondata::LuImage/> }.into_any(),
                }}
            </span>
            <div class="stack">
                <input
                    class="visually-hidden"
                    node_ref=picker
                    type="file"
                    accept="image/jpeg,image/png,image/webp"
                    tabindex="-1"
                    aria-label=move || t_string!(i18n, goods.images.choose_one)
                    on:change=move |_| {
                        if let Some(input) = picker.get_untracked() {
                            if let Some(file) = input.files().and_then(|files| files.item(0)) {
                                send(file);
                            }
                            input.set_value("");
                        }
                    }
                />
                <div class="row">
                    <Button
                        size=ButtonSize::Small
                        icon=icondata::LuImagePlus
                        loading=Signal::derive(move || percent.with(Option::is_some))
                        on_click=move || {
                            if let Some(input) = picker.get_untracked() {
                                input.click();
                            }
                        }
                    >
                        {move || t_string!(i18n, goods.images.choose_one)}
                    </Button>
                    <Show when=move || image.with(Option::is_some)>
                        <Button size=ButtonSize::Small kind=ButtonKind::Quiet on_click=remove>{move || t_string!(i18n, goods.images.remove)}</Button>
                    </Show>
                </div>
                {move || percent.get().map(|sent| view! { <progress max="100" value=sent.to_string()></progress> })}
                {move || failure.get().map(|text| view! { <p class="field__error" role="alert"><Icon icon=icondata::LuCircleAlert/><span>{text}</span></p> })}
            </div>
        </div>
    }
    .into_any()
}
