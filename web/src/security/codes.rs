//! Recovery codes, told once; and what an app is set up with.

use leptos::prelude::*;
use shared::two_factor::TwoFactorSetup;
use wasm_bindgen::JsValue;

use crate::api::Download;
use crate::i18n::{t_string, use_i18n};
use crate::ui::{Button, ButtonKind, Icon, save};

/// The codes, to be put somewhere safe before one goes on.
#[component]
pub(super) fn Codes(
    /// The codes.
    codes: Vec<String>,
    /// Goes on.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let text = StoredValue::new(codes.join("\r\n"));
    let keep = move || {
        let options = web_sys::BlobPropertyBag::new();
        options.set_type("text/plain");
        let parts = js_sys::Array::of1(&JsValue::from_str(&text.get_value()));
        if let Ok(blob) = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options) {
            save(Ok(Download { blob, name: "hurtrock-recovery-codes.txt".to_owned() }));
        }
    };
    view! {
        <div class="stack" data-test="recovery-codes">
            <div class="notice tone-warning" role="status">
                <Icon icon=icondata::LuKeyRound/>
                <p>{move || t_string!(i18n, people.two_factor.codes_text)}</p>
            </div>
            <ul class="recovery-codes" role="list">
                {codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view()}
            </ul>
            <div class="row">
                <Button icon=icondata::LuDownload on_click=keep>{move || t_string!(i18n, people.two_factor.codes_save)}</Button>
                <Button kind=ButtonKind::Primary on_click=move || on_done.run(()) attr:data-test="codes-kept">
                    {move || t_string!(i18n, people.two_factor.codes_kept)}
                </Button>
            </div>
        </div>
    }
    .into_any()
}

/// The QR code, and the secret for whoever has no camera at hand.
#[component]
pub(super) fn Setup(
    /// What was told.
    setup: TwoFactorSetup,
) -> impl IntoView {
    let i18n = use_i18n();
    // Groups of four are read more easily, and apps take the spaces.
    let letters: Vec<char> = setup.secret.chars().collect();
    let secret = letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
    view! {
        <div class="two-factor-setup">
            <div class="two-factor-setup__qr" role="img" aria-label=move || t_string!(i18n, people.two_factor.qr) inner_html=setup.qr_svg></div>
            <div class="stack">
                <p>{move || t_string!(i18n, people.two_factor.scan)}</p>
                <p class="small muted">{move || t_string!(i18n, people.two_factor.type_it)}</p>
                <code class="two-factor-setup__secret" data-test="totp-secret">{secret}</code>
                <p class="small"><a href=setup.url rel="external">{move || t_string!(i18n, people.two_factor.open_app)}</a></p>
            </div>
        </div>
    }
    .into_any()
}
