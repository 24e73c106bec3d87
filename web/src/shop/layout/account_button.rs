//! The way to one's account, or to signing in.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;
use shared::permission::Permission;

use super::account_menu::Person;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::session::{self, Session, use_session};
use crate::shop::later;
use crate::ui::Icon;

#[derive(Clone, PartialEq)]
enum Who {
    Unknown,
    Guest,
    Somebody(Person),
}

/// A link for guests, a menu for those who are signed in.
#[component]
pub(super) fn AccountButton() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let location = use_location();
    let who = Memo::new(move |_| match session.get() {
        Session::Loading => Who::Unknown,
        Session::Guest => Who::Guest,
        Session::SignedIn(me) => {
            let staff = me.can(Permission::AdminAccess);
            Who::Somebody(Person { name: session::given_name(&me.name).to_owned(), staff })
        }
    });
    let sign_in = move || {
        let path = location.pathname.get();
        // Whoever comes from these pages wants to go home afterwards, not back to them.
        if matches!(path.as_str(), "/" | routes::shop::SIGN_IN | routes::shop::REGISTER) {
            routes::shop::SIGN_IN.to_owned()
        } else {
            let search = location.search.get();
            let path = if search.is_empty() { path } else { format!("{path}?{}", search.trim_start_matches('?')) };
            routes::shop::sign_in_then(&path)
        }
    };
    view! {
        <div class="bar__account">
            {move || match who.get() {
                Who::Unknown => waiting(session::expected().unwrap_or_default()),
                Who::Guest => view! {
                    <A href=sign_in attr:class="nav-link" attr:data-test="sign-in">
                        <Icon icon=icondata::LuUser/>
                        <span class="bar__label">{move || t_string!(i18n, shop.nav.sign_in)}</span>
                    </A>
                }
                .into_any(),
                Who::Somebody(person) => somebody(person),
            }}
        </div>
    }
    .into_any()
}

/// The menu, once it is there. Without it, the way to what it leads to.
fn somebody(person: Person) -> AnyView {
    let part = later::account();
    let person = StoredValue::new(person);
    view! {
        {move || match part.state() {
            None => waiting(person.get_value().name),
            Some(Ok(Some(draw))) => draw(person.get_value()),
            Some(_) => view! {
                <A href=routes::shop::ACCOUNT attr:class="nav-link">
                    <Icon icon=icondata::LuUser/>
                    <span class="bar__label">{person.get_value().name}</span>
                </A>
            }
            .into_any(),
        }}
    }
    .into_any()
}

/// As large as what comes, so that nothing moves then.
fn waiting(name: String) -> AnyView {
    view! {
        <span class="nav-link bar__quiet" aria-hidden="true">
            <Icon icon=icondata::LuUser/>
            <span class="bar__label">{name}</span>
        </span>
    }
    .into_any()
}
