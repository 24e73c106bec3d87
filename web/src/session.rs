//! Who is signed in, in all tabs of this browser. The access token lives in memory only; the
//! refresh token is a cookie that no script can read.

use std::cell::RefCell;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use shared::account::{Me, SignedIn};
use shared::ids::UserId;
use shared::permission::Permission;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

use crate::api::{ApiError, Call};
use crate::ui::memory;
use crate::{begun, storage};

/// Waits between tries to find out whether the session still holds, where the shop cannot be reached, in milliseconds.
const AGAIN: [u32; 4] = [2_000, 5_000, 15_000, 30_000];

/// What is known about the person in front of the screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Session {
    /// Signed in here before; the server is being asked whether that still holds.
    Loading,
    /// Nobody is signed in.
    Guest,
    /// Signed in.
    SignedIn(Box<Me>),
}

impl Session {
    /// The person, if signed in.
    #[must_use]
    pub fn me(&self) -> Option<&Me> {
        match self {
            Self::SignedIn(me) => Some(me),
            _ => None,
        }
    }

    /// Whether somebody is signed in whose role allows it.
    #[must_use]
    pub fn can(&self, permission: Permission) -> bool {
        self.me().is_some_and(|me| me.can(permission))
    }
}

/// Before the id of who signed in, as other tabs are told.
const IN: &str = "in ";

thread_local! {
    static SESSION: ArcRwSignal<Session> = ArcRwSignal::new(Session::Guest);
    static TOKEN: RefCell<Option<String>> = const { RefCell::new(None) };
    static TABS: Option<BroadcastChannel> = BroadcastChannel::new("hurtrock-session").ok();
}

/// The session as a signal. Never write to it: use [`begin`], [`sign_out`], [`set_me`].
#[must_use]
pub fn use_session() -> Signal<Session> {
    SESSION.with(|session| session.read_only()).into()
}

/// The session now, without following it.
#[must_use]
pub fn current() -> Session {
    SESSION.with(|session| session.get_untracked())
}

/// Who is signed in now, without following it.
#[must_use]
pub fn person() -> Option<UserId> {
    current().me().map(|me| me.id)
}

/// The bearer token, if there is one.
#[must_use]
pub fn access_token() -> Option<String> {
    TOKEN.with_borrow(Clone::clone)
}

/// The given name of who was signed in here last, to be shown until the server has said who it is.
#[must_use]
pub fn expected() -> Option<String> {
    storage::get(storage::SIGNED_IN)
}

/// The first word of a name.
#[must_use]
pub fn given_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or_default()
}

/// Takes up the session of this browser, if there is one. Called once, at the start.
pub fn provide() {
    listen_to_other_tabs();
    if storage::get(storage::SIGNED_IN).is_none() {
        // A guest costs no request, and no refused one in the console.
        return;
    }
    ask();
    // Opened without a connection, nobody could be asked; whoever was here is asked for when there is one.
    window_event_listener_untyped("online", |_| {
        if current() == Session::Guest && storage::get(storage::SIGNED_IN).is_some() {
            leptos::task::spawn_local(crate::api::client::boot_refresh());
        }
    });
}

/// Asks who is signed in in this browser. Where the shop cannot be reached nobody is, until a later try says otherwise.
fn ask() {
    set(Session::Loading);
    leptos::task::spawn_local(async {
        for wait in AGAIN {
            crate::api::client::boot_refresh().await;
            if current() == Session::Loading {
                set(Session::Guest);
            }
            TimeoutFuture::new(wait).await;
            // Found by somebody else meanwhile, or signed out.
            if person().is_some() || storage::get(storage::SIGNED_IN).is_none() {
                return;
            }
        }
    });
}

/// Somebody has signed in (or registered, or been refreshed).
pub fn begin(signed_in: SignedIn) {
    TOKEN.set(Some(signed_in.access_token));
    storage::set(storage::SIGNED_IN, given_name(&signed_in.user.name));
    // The server has merged the guest's cart into the person's.
    storage::remove(storage::CART);
    let me = signed_in.user.id;
    let session = Session::SignedIn(Box::new(signed_in.user));
    if current() != session {
        begun::forget_others(me);
        tell_other_tabs(&format!("{IN}{me}"));
        if person().is_some_and(|known| known != me) {
            memory::forget();
        }
        set(session);
    }
}

/// Somebody signed out, or did what signs them out everywhere: nothing of theirs stays here.
pub fn end() {
    sign_off();
    tell_other_tabs("out");
}

/// The server says that nobody is signed in any more. What they have begun waits in their tab, for nobody else.
pub fn expire() {
    forget();
    tell_other_tabs("over");
}

/// The signed-in person's own data changed (profile, confirmed email).
pub fn set_me(me: Me) {
    set(Session::SignedIn(Box::new(me)));
}

/// Signs out here and on the server.
///
/// # Errors
/// When the server cannot be told; this browser is signed out all the same.
pub async fn sign_out() -> Result<(), ApiError> {
    let who = person();
    let told = Call::post("/auth/sign-out").send_empty().await;
    // Somebody else may have signed in meanwhile.
    if person().is_none_or(|now| Some(now) == who) {
        end();
    }
    told
}

fn set(session: Session) {
    SESSION.with(|signal| signal.set(session));
}

fn sign_off() {
    begun::forget_all();
    forget();
}

fn forget() {
    TOKEN.set(None);
    storage::remove(storage::SIGNED_IN);
    memory::forget();
    set(Session::Guest);
}

fn tell_other_tabs(word: &str) {
    TABS.with(|tabs| {
        if let Some(tabs) = tabs {
            let _ = tabs.post_message(&word.into());
        }
    });
}

/// Somebody signed in in another tab: the cookie is theirs, whoever was signed in here.
fn meet(them: &str) {
    let known = person().map(|me| me.to_string());
    if known.as_deref() == Some(them) {
        return;
    }
    if known.is_some() {
        TOKEN.set(None);
        memory::forget();
    }
    ask();
}

fn listen_to_other_tabs() {
    let hear = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let word = event.data().as_string().unwrap_or_default();
        match word.as_str() {
            "out" => sign_off(),
            "over" => forget(),
            _ => {
                if let Some(them) = word.strip_prefix(IN) {
                    meet(them);
                }
            }
        }
    });
    TABS.with(|tabs| {
        if let Some(tabs) = tabs {
            tabs.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        }
    });
    // Lives as long as the page.
    hear.forget();
}

/// Shows its children to those who are signed in (and may, when `needs` is given) and sends guests
/// to sign in first. Waits while it is not known yet who is there.
#[component]
pub fn Guard(
    /// The sign-in page that leads back to a path, from `routes`.
    sign_in: fn(&str) -> String,
    /// What the person's role must allow.
    #[prop(optional)]
    needs: Option<Permission>,
    /// Shown while waiting.
    #[prop(optional, into)]
    skeleton: ViewFn,
    /// Shown to those who are signed in but may not.
    #[prop(optional, into)]
    refused: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    let session = use_session();
    let location = use_location();
    // Changes of the person's own data must not build the page anew; another person does.
    let state = Memo::new(move |_| match session.get() {
        Session::Loading => Entry::Wait,
        Session::Guest => Entry::SignIn,
        Session::SignedIn(me) if needs.is_none_or(|needs| me.can(needs)) => Entry::In(me.id),
        Session::SignedIn(_) => Entry::Refused,
    });
    let leave = use_navigate();
    Effect::new(move |_| {
        if state.get() == Entry::SignIn {
            let here = format!("{}{}", location.pathname.get_untracked(), with_mark(&location.search.get_untracked()));
            leave(&sign_in(&here), NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
    view! {
        {move || match state.get() {
            Entry::Wait | Entry::SignIn => skeleton.run(),
            Entry::In(_) => children(),
            Entry::Refused => refused.run(),
        }}
    }
    .into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Entry {
    Wait,
    SignIn,
    In(UserId),
    Refused,
}

fn with_mark(search: &str) -> String {
    if search.is_empty() || search.starts_with('?') { search.to_owned() } else { format!("?{search}") }
}
