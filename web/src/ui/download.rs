//! Files that are fetched with the access token and handed to the browser.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{HtmlAnchorElement, Url};

use super::button::{Button, ButtonKind, ButtonSize};
use super::toast;
use crate::api::{ApiError, Download};
use crate::i18n::{self, td_string};

/// How long a file is kept for the browser to take it over.
const KEPT: Duration = Duration::from_secs(60);

/// Has the browser save what was fetched under its name, or says what went wrong. Whether it did.
///
/// Saved, not shown in a new tab: once an answer was waited for, that is a pop-up and blocked, and
/// phones show what they saved anyway.
pub fn save(answer: Result<Download, ApiError>) -> bool {
    let locale = i18n::current();
    match answer {
        Ok(file) if hand_over(&file).is_some() => {
            toast::success(td_string!(locale, common.file.saved, name = file.name));
            true
        }
        Ok(_) => {
            toast::failure(td_string!(locale, common.file.refused));
            false
        }
        Err(error) => {
            toast::error(&error);
            false
        }
    }
}

fn hand_over(file: &Download) -> Option<()> {
    let url = Url::create_object_url_with_blob(&file.blob).ok()?;
    let anchor: HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    anchor.set_href(&url);
    anchor.set_download(&file.name);
    anchor.click();
    set_timeout(move || drop(Url::revoke_object_url(&url)), KEPT);
    Some(())
}

/// A button that fetches a file and saves it.
#[component]
pub fn DownloadButton<F, A>(
    /// Fetches the file, when pressed.
    fetch: F,
    /// How loud.
    #[prop(optional)]
    kind: ButtonKind,
    /// How large.
    #[prop(optional)]
    size: ButtonSize,
    /// An icon before the text.
    #[prop(default = icondata::LuDownload)]
    icon: icondata::Icon,
    /// Fills the width.
    #[prop(optional)]
    wide: bool,
    /// Why it cannot be pressed now; `None` when it can.
    #[prop(optional, into)]
    blocked: MaybeProp<String>,
    children: Children,
) -> impl IntoView
where
    F: Fn() -> A + Send + Sync + 'static,
    A: Future<Output = Result<Download, ApiError>> + 'static,
{
    let busy = RwSignal::new(false);
    let press = move || {
        let answer = fetch();
        busy.set(true);
        spawn_local(async move {
            let answer = answer.await;
            // Saved even when the page is left meanwhile: it was asked for.
            let _ = busy.try_set(false);
            save(answer);
        });
    };
    view! {
        <Button kind size icon wide loading=busy blocked on_click=press>
            {children()}
        </Button>
    }
    .into_any()
}
