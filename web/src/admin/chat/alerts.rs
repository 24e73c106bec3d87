//! Telling those who answer that somebody wrote: in the navigation, by the title, by a sound, and by a
//! notification of the browser while they look elsewhere.

use std::collections::HashMap;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::chat::{ChatMessage, ChatRoomRow, ChatSide};
use shared::ids::ChatRoomId;
use shared::live::{ServerMessage, Topic};
use shared::permission::Permission;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationOptions, NotificationPermission, ServiceWorkerRegistration};

use super::sound;
use crate::api::chat::{self, ChatFilter};
use crate::i18n::{self, t_string, td_string, tu_string, use_i18n};
use crate::session::use_session;
use crate::ui::fresh::PAUSE;
use crate::ui::{IconButton, head, may_leave, spread, toast};
use crate::{live, routes};

/// What comes within so short a time is told together.
const TOGETHER: Duration = Duration::from_millis(400);
/// The longest beginning of a message in a notification, in characters.
const BEGINNING: usize = 120;
/// Of so many rooms of one's own it is known how much is unread.
const KNOWN: u32 = 50;

/// How many rooms have something to be read, beside the name of the page.
#[component]
pub fn UnreadChats() -> impl IntoView {
    let i18n = use_i18n();
    let counts = live::unread();
    let chats = Memo::new(move |_| counts.get().chats);
    view! {
        <Show when=move || { chats.get() > 0 }>
            <span class="nav-count" data-test="chats-unread-count">
                {move || chats.get().min(99)}
                <span class="visually-hidden">" " {move || t_string!(i18n, console.unread_rooms)}</span>
            </span>
        </Show>
    }
    .into_any()
}

/// What a notification says.
#[derive(Clone)]
struct Word {
    room: ChatRoomId,
    who: String,
    text: String,
}

/// Listens as long as the back office is open; once per app, inside the router.
#[component]
pub fn ChatAlerts() -> impl IntoView {
    let session = use_session();
    let answers = Memo::new(move |_| session.with(|session| session.can(Permission::ChatAnswer)));
    let go = StoredValue::new_local(use_navigate());
    let open = move |room: ChatRoomId| {
        spawn_local(async move {
            if may_leave().await {
                go.try_with_value(|go| go(&routes::admin::chat(&room.to_string()), NavigateOptions::default()));
            }
        });
    };
    let last: StoredValue<Option<Word>> = StoredValue::new(None);
    let gathering = StoredValue::new(false);
    // How many rooms had something unread before.
    let known = StoredValue::new(0_i64);
    // A room that had something unread has more.
    let risen = StoredValue::new(false);
    // Somebody wrote; `last` holds who, where that is known.
    let tell = move || {
        if gathering.get_value() {
            return;
        }
        gathering.set_value(true);
        set_timeout(
            move || {
                gathering.set_value(false);
                let rose = risen.try_update_value(std::mem::take) == Some(true);
                if !document().hidden() {
                    last.set_value(None);
                    // What came into the room that one looks at is read by now.
                    if rose || live::unread_now().chats > known.get_value() {
                        sound::ring();
                    }
                    return;
                }
                sound::ring();
                let locale = i18n::current();
                head::flash(td_string!(locale, console.flash).to_owned());
                if !may_notify() {
                    last.set_value(None);
                    return;
                }
                spawn_local(async move {
                    let word = match last.try_update_value(Option::take).flatten() {
                        Some(word) => Some(word),
                        None => first_unread().await,
                    };
                    if let Some(word) = word {
                        notify(&word, open);
                    }
                });
            },
            TOGETHER,
        );
    };
    // A room has something to be read that had nothing.
    let (counts, connected) = (live::unread(), live::connected());
    Effect::new(move |before: Option<(bool, i64)>| {
        let (begun, before) = before.unwrap_or_default();
        let chats = counts.get().chats;
        // What was unread when one came is no news.
        if begun && before < chats && answers.get_untracked() {
            known.set_value(before);
            tell();
        }
        (begun || connected.get(), chats)
    });
    // A room of one's own that has something to be read has more of it, which the number of rooms does not tell.
    let unread: StoredValue<HashMap<ChatRoomId, i64>> = StoredValue::new(HashMap::new());
    let look = spread(PAUSE, move || {
        let call = chat::list_chats(&unread_of("me", KNOWN));
        spawn_local(async move {
            // A failure is no news: the next change asks again.
            let Ok(page) = call.await else { return };
            let now: HashMap<ChatRoomId, i64> = page.items.iter().map(|row| (row.id, row.unread)).collect();
            let before = unread.try_update_value(|unread| std::mem::replace(unread, now)).unwrap_or_default();
            let more = |row: &ChatRoomRow| before.get(&row.id).is_some_and(|before| *before < row.unread);
            if let Some(row) = page.items.into_iter().find(more) {
                risen.set_value(true);
                last.set_value(Some(word_of(row)));
                tell();
            }
        });
    });
    Effect::new(move |_| {
        if answers.get() {
            look.run(());
            live::on_changed(Topic::Chats, move |_| look.run(()));
        }
    });
    // The room that is open tells each message.
    live::on_chat(
        || None,
        move |message| {
            let ServerMessage::ChatMessage(news) = message else { return };
            if answers.get_untracked() && is_news(&news.message) && document().hidden() {
                last.set_value(Some(word(&news.message)));
                tell();
            }
        },
    );
}

/// Not what was said long ago and is only told again.
fn is_news(message: &ChatMessage) -> bool {
    let age = crate::ui::now() - message.created_at;
    message.side == ChatSide::Buyer && message.deleted_at.is_none() && age.num_minutes() < 1
}

fn word(message: &ChatMessage) -> Word {
    let text: String = message.body.chars().take(BEGINNING).collect();
    Word { room: message.room_id, who: message.sender_name.clone(), text }
}

fn word_of(row: ChatRoomRow) -> Word {
    Word { room: row.id, who: row.buyer_name, text: row.last_text }
}

/// Open rooms of somebody, or nobody's, where something is unread.
fn unread_of(whose: &str, limit: u32) -> ChatFilter {
    ChatFilter { assignee: Some(whose.to_owned()), unread: true, limit: Some(limit), ..ChatFilter::default() }
}

/// The room where something unread came last, of those one is to answer: one's own, then nobody's. What others are to answer,
/// they are told.
async fn first_unread() -> Option<Word> {
    for whose in ["me", "nobody"] {
        let page = chat::list_chats(&unread_of(whose, 1)).await.ok()?;
        if let Some(row) = page.items.into_iter().next() {
            return Some(word_of(row));
        }
    }
    None
}

/// Whether the browser knows notifications at all.
fn knows_notifications() -> bool {
    js_sys::Reflect::has(&window(), &JsValue::from_str("Notification")).unwrap_or(false)
}

/// Whether a page may show one itself. Phones allow that to a service worker only; until one is allowed at all, nothing shows.
fn shows_itself() -> bool {
    Notification::new("").is_ok()
}

/// The worker that shows them where a page may not, if there is one.
async fn worker() -> Option<ServiceWorkerRegistration> {
    let navigator = window().navigator();
    if !js_sys::Reflect::has(&navigator, &JsValue::from_str("serviceWorker")).unwrap_or(false) {
        return None;
    }
    JsFuture::from(navigator.service_worker().get_registration()).await.ok()?.dyn_into().ok()
}

fn may_notify() -> bool {
    knows_notifications() && Notification::permission() == NotificationPermission::Granted
}

fn notify(word: &Word, open: impl Fn(ChatRoomId) + 'static) {
    let locale = i18n::current();
    let options = NotificationOptions::new();
    let text = if word.text.is_empty() { td_string!(locale, console.no_text) } else { word.text.as_str() };
    options.set_body(text);
    // The next one of the same room takes its place.
    options.set_tag(&word.room.to_string());
    options.set_icon("/mark.svg");
    let Ok(shown) = Notification::new_with_options(&word.who, &options) else {
        let who = word.who.clone();
        // Where `public/sw.js` leads whoever presses it.
        options.set_data(&JsValue::from_str(&routes::admin::chat(&word.room.to_string())));
        spawn_local(async move {
            let Some(worker) = worker().await else { return };
            if let Ok(shown) = worker.show_notification_with_options(&who, &options) {
                let _ = JsFuture::from(shown).await;
            }
        });
        return;
    };
    let (room, own) = (word.room, shown.clone());
    let pressed = Closure::once_into_js(move || {
        let _ = window().focus();
        own.close();
        open(room);
    });
    shown.set_onclick(Some(pressed.unchecked_ref()));
}

/// The sound, on or off; and the button that asks for notifications, until they are allowed.
#[component]
pub(super) fn AlertSwitches() -> impl IntoView {
    let i18n = use_i18n();
    let on = sound::is_on();
    let asks = RwSignal::new(false);
    if knows_notifications() && Notification::permission() == NotificationPermission::Default {
        spawn_local(async move {
            if shows_itself() || worker().await.is_some() {
                asks.try_set(true);
            }
        });
    }
    let ask = move || {
        spawn_local(async move {
            let Ok(asked) = Notification::request_permission() else { return };
            let _ = JsFuture::from(asked).await;
            match Notification::permission() {
                NotificationPermission::Granted => toast::success(tu_string!(i18n, console.alerts.allowed)),
                NotificationPermission::Denied => toast::failure(tu_string!(i18n, console.alerts.denied)),
                _ => return,
            }
            asks.try_set(false);
        });
    };
    view! {
        <Show when=move || asks.get()>
            <IconButton
                icon=icondata::LuBellRing
                label=move || t_string!(i18n, console.alerts.ask)
                on_click=ask
                attr:data-test="chat-notify"
            />
        </Show>
        <IconButton
            icon=Signal::derive(move || if on.get() { icondata::LuVolume2 } else { icondata::LuVolumeX })
            label=move || t_string!(i18n, console.alerts.sound)
            pressed=Signal::derive(move || Some(on.get()))
            on_click=move || sound::turn(!on.get_untracked())
            attr:data-test="chat-sound"
        />
    }
    .into_any()
}
