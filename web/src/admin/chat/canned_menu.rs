//! Texts that are written often, got by typing `/` where one answers.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::components::A;
use shared::chat::{CannedResponse, fill_in};
use wasm_bindgen::JsCast;
use web_logic::canned::{fitting, wanted};
use web_sys::HtmlElement;

use super::opened::Opened;
use crate::api::chat;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::session;
use crate::ui::{Icon, Load, use_load};

/// Puts the cursor to where one answers.
pub(super) fn focus_text() {
    let field = document().query_selector(".talk [data-test='chat-text']").ok().flatten();
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        let _ = field.focus();
    }
}

/// The list over the text. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Canned {
    all: Load<Vec<CannedResponse>>,
    found: Memo<Vec<CannedResponse>>,
    text: RwSignal<String>,
    /// What was written before the list was asked for by its button; it stays in the text.
    before: RwSignal<String>,
    /// The one that Enter takes; of another text, the first again.
    active: RwSignal<(String, usize)>,
    /// The text at which the list was closed.
    closed_at: RwSignal<String>,
    opened: Opened,
}

impl Canned {
    /// Over this text, of an answer in this room.
    pub(super) fn new(text: RwSignal<String>, opened: Opened) -> Self {
        let all = use_load(chat::list_canned_responses);
        let before = RwSignal::new(String::new());
        let found = Memo::new(move |_| {
            let all = all.get().unwrap_or_default();
            before.with(|before| text.with(|text| wanted(text, before).map(|typed| fitting(&all, typed)).unwrap_or_default()))
        });
        let active = RwSignal::new((String::new(), 0));
        Self { all, found, text, before, active, closed_at: RwSignal::new(String::new()), opened }
    }

    /// Whether the list is shown, followed.
    fn is_open(self) -> bool {
        self.is_wanted() && self.text.with(|text| self.closed_at.with(|closed| closed != text))
    }

    fn is_wanted(self) -> bool {
        self.before.with(|before| self.text.with(|text| wanted(text, before).is_some()))
    }

    /// What stands in the text before what is looked for.
    fn kept(self) -> String {
        let before = self.before.get_untracked();
        let follows = self.text.with_untracked(|text| text.strip_prefix(&before).is_some_and(|rest| rest.starts_with('/')));
        if follows { before } else { String::new() }
    }

    fn active(self) -> usize {
        let at = self.text.with(|text| self.active.with(|(of, at)| if of == text { *at } else { 0 }));
        at.min(self.found.with(Vec::len).saturating_sub(1))
    }

    /// Shows the list, by a button. What was written stays before it.
    pub(super) fn begin(self) {
        self.closed_at.set(String::new());
        if !untrack(|| self.is_wanted()) {
            let mut before = self.text.get_untracked();
            if !before.is_empty() && !before.ends_with(char::is_whitespace) {
                before.push(' ');
            }
            let text = format!("{before}/");
            self.before.set(before);
            self.text.set(text);
        }
        focus_text();
    }

    /// Sees a key that was pressed in the text; whether it was for the list.
    pub(super) fn key(self, event: &KeyboardEvent) -> bool {
        let (open, count) = untrack(|| (self.is_open(), self.found.with(Vec::len)));
        if !open || event.is_composing() {
            return false;
        }
        let now = untrack(|| self.active());
        match event.key().as_str() {
            "ArrowDown" if count > 0 => self.go((now + 1) % count),
            "ArrowUp" if count > 0 => self.go((now + count - 1) % count),
            "Enter" | "Tab" if count > 0 && !event.shift_key() => {
                if let Some(response) = self.found.with_untracked(|found| found.get(now).cloned()) {
                    self.take(&response);
                }
            }
            "Escape" => self.close(),
            _ => return false,
        }
        true
    }

    /// Hides the list; what was written before it was asked for is as it was.
    fn close(self) {
        let kept = self.kept();
        if kept.is_empty() {
            self.closed_at.set(self.text.get_untracked());
        } else {
            self.before.set(String::new());
            self.text.set(kept.trim_end().to_owned());
        }
    }

    fn go(self, to: usize) {
        self.active.set((self.text.get_untracked(), to));
    }

    /// Puts a text in with its placeholders filled, after what was written before.
    fn take(self, response: &CannedResponse) {
        let detail = self.opened.now();
        let (name, order) = detail.map_or_else(Default::default, |detail| {
            let order = detail.buyer.orders.first().map(|order| order.number.clone());
            (detail.buyer.name, order.unwrap_or_default())
        });
        let agent = session::current().me().map(|me| me.name.clone()).unwrap_or_default();
        let text = format!("{}{}", self.kept(), fill_in(&response.body, &name, &agent, &order));
        self.before.set(String::new());
        self.text.set(text);
        focus_text();
    }
}

/// The list.
#[component]
pub(super) fn CannedMenu(canned: Canned) -> impl IntoView {
    let i18n = use_i18n();
    let found = canned.found;
    let open = Memo::new(move |_| canned.is_open());
    let loading = canned.all.busy();
    let rows = move || {
        found
            .get()
            .into_iter()
            .enumerate()
            .map(|(index, response)| {
                let CannedResponse { shortcut, title, body, .. } = response.clone();
                let is_active = move || canned.active() == index;
                view! {
                    <li
                        class="canned__option"
                        role="option"
                        class:is-active=is_active
                        aria-selected=move || if is_active() { "true" } else { "false" }
                        data-test="canned-option"
                        data-shortcut=shortcut.clone()
                        // The cursor stays in the text.
                        on:pointerdown=|event| event.prevent_default()
                        on:click=move |_| canned.take(&response)
                    >
                        <span class="canned__name"><code>"/" {shortcut.clone()}</code> <strong>{title}</strong></span>
                        <span class="canned__body muted">{body}</span>
                    </li>
                }
            })
            .collect_view()
    };
    let told = move || {
        if !open.get() {
            return String::new();
        }
        let active = found.with(|found| found.get(canned.active()).map(|response| response.title.clone()));
        match active {
            Some(title) => t_string!(i18n, console.canned.told, count = found.with(Vec::len), title = title).to_string(),
            None => t_string!(i18n, common.list.nothing_fits).to_owned(),
        }
    };
    view! {
        <div class="canned" hidden=move || !open.get() data-test="canned-menu">
            <ul class="canned__list" role="listbox" aria-label=move || t_string!(i18n, console.canned.title)>{rows}</ul>
            <p class="canned__foot small muted">
                {move || {
                    if found.with(Vec::is_empty) && !loading.get() {
                        t_string!(i18n, common.list.nothing_fits)
                    } else {
                        t_string!(i18n, console.canned.hint)
                    }
                }}
                " "
                <A href=routes::admin::CANNED_RESPONSES>
                    <Icon icon=icondata::LuPencil/>
                    {move || t_string!(i18n, console.canned.manage)}
                </A>
            </p>
        </div>
        <span class="visually-hidden" role="status">{told}</span>
    }
    .into_any()
}
