//! A category's picture.

use leptos::prelude::*;
use shared::categories::StaffCategory;
use shared::ids::CategoryId;

use super::page::Shelf;
use crate::admin::one_picture::{OnePicture, PicturePicker};
use crate::api::{ApiError, categories};
use crate::i18n::{t_string, use_i18n};
use crate::ui::{Icon, Picture};

/// Shows it; chooses another one, or none.
#[component]
pub(super) fn CategoryPicture(id: CategoryId) -> impl IntoView {
    let i18n = use_i18n();
    let shelf = expect_context::<Shelf>();
    let picture = OnePicture::idle();
    let image = Memo::new(move |_| shelf.find(id).and_then(|category| category.image));
    let take = move |answer: Result<StaffCategory, ApiError>| {
        if let Ok(category) = picture.end(answer) {
            shelf
                .tree
                .try_update(|tree| tree.iter_mut().filter(|other| other.id == id).for_each(|other| *other = category.clone()));
        }
    };
    let send = move |file: web_sys::File| {
        picture.begin();
        picture.told(0);
        leptos::task::spawn_local(async move {
            let id = id.to_string();
            let sent = categories::set_category_image(&id, &file, move |percent| picture.told(percent));
            take(sent.await);
        });
    };
    let remove = move || {
        picture.begin();
        let answer = categories::remove_category_image(&id.to_string());
        leptos::task::spawn_local(async move { take(answer.await) });
    };
    view! {
        <PicturePicker
            picture
            class="category-picture"
            there=Signal::derive(move || image.with(Option::is_some))
            name=move || t_string!(i18n, goods.categories.picture)
            choose=move || t_string!(i18n, goods.images.choose_one)
            remove=move || t_string!(i18n, goods.images.remove)
            on_file=send
            on_remove=remove
        >
            <span class="category-picture__frame">
                {move || match image.get() {
                    Some(image) => view! { <Picture image sizes="12rem" ratio="4 / 3" cover=true alt=""/> }.into_any(),
                    None => view! { <Icon icon=icondata::LuImage/> }.into_any(),
                }}
            </span>
        </PicturePicker>
    }
    .into_any()
}
