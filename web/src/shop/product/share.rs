//! Passing a product on.

use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::*;
use shared::catalog::Product;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::api::query::encode;
use crate::clipboard;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::shop::layout::use_around;
use crate::ui::{Button, ButtonKind, ButtonSize, LinkButton, toast};

/// The system's own way of sharing, or the address into the clipboard; and a question by WhatsApp.
#[component]
pub(super) fn Share(product: StoredValue<Product>) -> impl IntoView {
    let i18n = use_i18n();
    let around = use_around();
    let name = product.with_value(|product| product.name.clone());
    let asked_about = name.clone();
    let question = Signal::derive(move || {
        let number = around
            .store
            .get()
            .map(|store| store.whatsapp.trim_start_matches('+').to_owned())
            .filter(|number| !number.is_empty())?;
        let address = window().location().origin().unwrap_or_default();
        let address = product.with_value(|product| format!("{address}{}", crate::routes::shop::product(&product.slug)));
        let text = t_string!(i18n, shop.buy.question, name = asked_about.clone());
        Some(format!("https://wa.me/{number}?text={}", encode(&format!("{text} {address}"))))
    });
    let share = move || {
        let name = name.clone();
        leptos::task::spawn_local(async move {
            let address = window().location().href().unwrap_or_default();
            let shared = match share(&name, &address) {
                Some(shared) => JsFuture::from(shared).await.is_ok(),
                None => false,
            };
            // Whoever changes their mind in the system's dialog has been served too.
            if shared || can_share() {
                return;
            }
            if clipboard::write(&address).await {
                toast::success(tu_string!(i18n, shop.share.copied));
            } else {
                toast::failure(tu_string!(i18n, shop.share.failed));
            }
        });
    };
    view! {
        <span class="row buy__share">
            <Show when=move || question.with(Option::is_some)>
                <LinkButton
                    kind=ButtonKind::Quiet
                    size=ButtonSize::Small
                    icon=icondata::LuMessageCircle
                    external=true
                    href=Signal::derive(move || question.get().unwrap_or_default())
                >
                    {move || t_string!(i18n, shop.buy.ask)}
                </LinkButton>
            </Show>
            <Button kind=ButtonKind::Quiet size=ButtonSize::Small icon=icondata::LuShare2 on_click=share attr:data-test="share">
                {move || t_string!(i18n, shop.share.label)}
            </Button>
        </span>
    }
    .into_any()
}

fn method(object: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}

fn can_share() -> bool {
    method(&window().navigator(), "share").is_some()
}

/// `navigator.share(…)`, by name because many browsers have none.
fn share(title: &str, address: &str) -> Option<Promise> {
    let navigator = window().navigator();
    let share = method(&navigator, "share")?;
    let what = Object::new();
    Reflect::set(&what, &"title".into(), &title.into()).ok()?;
    Reflect::set(&what, &"url".into(), &address.into()).ok()?;
    share.call1(&navigator, &what).ok()?.dyn_into().ok()
}
