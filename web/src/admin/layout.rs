//! What stands around the rooms of the back office: navigation at the side, a bar above.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;
use shared::permission::Permission;

use super::chat::UnreadChats;
use super::keys::{Keys, PaletteButton, PaletteOpen};
use super::rooms;
use crate::i18n::{t_string, use_i18n};
use crate::inbox::{Area, Bell, draw_panel};
use crate::routes;
use crate::session::{self, Session, use_session};
use crate::ui::{
    Brand, Button, ButtonKind, ButtonSize, Drawer, EmptyState, IconButton, LanguageSwitch, LinkButton, NavLink, PageHead, Side,
    Skeleton, SkeletonText, ThemeSwitch, toast,
};

/// Leaves the back office; the guard of the page leads to signing in.
fn leave() {
    leptos::task::spawn_local(async {
        if let Err(error) = session::sign_out().await {
            toast::error(&error);
        }
    });
}

/// Navigation and bar around the page; the page alone for those who are not in.
#[component]
pub fn Desk(children: Children) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let location = use_location();
    let inside = Memo::new(move |_| {
        // Drawn before it is known who is there, so that nothing moves then.
        session.with(|session| *session == Session::Loading || session.can(Permission::AdminAccess))
            && location.pathname.with(|path| path != routes::admin::SIGN_IN)
    });
    let drawer = RwSignal::new(false);
    let palette = PaletteOpen(RwSignal::new(false));
    // Following a link of the drawer closes it.
    Effect::new(move |_| {
        location.pathname.track();
        drawer.set(false);
    });
    view! {
        <div class="desk" class:desk--bare=move || !inside.get()>
            <Show when=move || inside.get()>
                <aside class="desk__side">
                    <Brand href=routes::admin::HOME/>
                    <Rooms/>
                </aside>
                <Bar drawer palette/>
                <Keys palette/>
                <Drawer open=drawer side=Side::Left title=move || t_string!(i18n, admin.title)>
                    <Rooms/>
                    <div class="stack desk__prefs">
                        <NavLink href=routes::admin::ACCOUNT icon=icondata::LuCircleUser>{move || t_string!(i18n, people.account.title)}</NavLink>
                        <LanguageSwitch/>
                    </div>
                </Drawer>
            </Show>
            <main id="main" tabindex="-1" class="desk__main">{children()}</main>
        </div>
    }
    .into_any()
}

#[component]
fn Bar(drawer: RwSignal<bool>, palette: PaletteOpen) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let who = move || session.with(|session| session.me().map(|me| (me.name.clone(), me.role.clone()))).unwrap_or_default();
    view! {
        <header class="desk__bar">
            <span class="desk__menu">
                <IconButton icon=icondata::LuMenu label=move || t_string!(i18n, common.nav.menu) on_click=move || drawer.set(true)/>
            </span>
            <span class="desk__mark"><Brand href=routes::admin::HOME/></span>
            <span class="desk__space"></span>
            <PaletteButton palette/>
            <A href=routes::admin::ACCOUNT attr:class="desk__who" attr:data-test="who" attr:title=move || t_string!(i18n, people.account.title)>
                <strong>{move || who().0}</strong>
                <span class="muted">{move || who().1}</span>
            </A>
            <Bell area=Area::Desk panel=draw_panel/>
            <span class="wide-only"><LanguageSwitch/></span>
            <ThemeSwitch/>
            <a class="icon-btn" rel="external" href=routes::shop::HOME title=move || t_string!(i18n, admin.to_shop)>
                <crate::ui::Icon icon=icondata::LuStore/>
                <span class="visually-hidden">{move || t_string!(i18n, admin.to_shop)}</span>
            </a>
            <IconButton icon=icondata::LuLogOut label=move || t_string!(i18n, admin.sign_out) on_click=leave/>
        </header>
    }
    .into_any()
}

/// The rooms that one's role opens.
#[component]
fn Rooms() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    view! {
        <nav class="rooms" aria-label=move || t_string!(i18n, admin.nav.label)>
            {move || {
                session
                    .with(rooms::navigation)
                    .into_iter()
                    .map(|room| {
                        view! {
                            <NavLink href=room.href icon=room.icon exact=room.href == routes::admin::HOME>
                                {move || (room.name)(i18n.get_locale())}
                                {(room.href == routes::admin::CHATS).then(|| view! { <UnreadChats/> })}
                            </NavLink>
                        }
                    })
                    .collect_view()
            }}
        </nav>
    }
    .into_any()
}

/// Signed in, but this is not one's room.
#[component]
pub fn NoAccess() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let who = move || session.with(|session| session.me().map(|me| me.email.clone())).unwrap_or_default();
    view! {
        <PageHead title=move || t_string!(i18n, admin.refused.title)/>
        <div class="page" data-test="no-access">
            <h1 class="visually-hidden">{move || t_string!(i18n, admin.refused.title)}</h1>
            <EmptyState
                icon=icondata::LuLock
                title=move || t_string!(i18n, admin.refused.title)
                text=move || t_string!(i18n, admin.refused.text, email = who())
            >
                <div class="row">
                    <LinkButton href=routes::shop::HOME.to_owned() external=true kind=ButtonKind::Quiet>{move || t_string!(i18n, admin.to_shop)}</LinkButton>
                    <Button kind=ButtonKind::Primary icon=icondata::LuLogOut on_click=leave>{move || t_string!(i18n, admin.sign_out)}</Button>
                </div>
            </EmptyState>
        </div>
    }
    .into_any()
}

/// There is no such page.
#[component]
pub fn Missing() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHead title=move || t_string!(i18n, common.state.not_found_title)/>
        <div class="page">
            <h1 class="visually-hidden">{move || t_string!(i18n, common.state.not_found_title)}</h1>
            <EmptyState
                icon=icondata::LuUnplug
                title=move || t_string!(i18n, common.state.not_found_title)
                text=move || t_string!(i18n, common.state.not_found_text)
            >
                <LinkButton href=routes::admin::HOME.to_owned() size=ButtonSize::Medium>{move || t_string!(i18n, admin.nav.dashboard)}</LinkButton>
            </EmptyState>
        </div>
    }
    .into_any()
}

/// While it is asked who is there.
#[component]
pub fn Waiting() -> impl IntoView {
    view! {
        <div class="page stack" aria-busy="true">
            <Skeleton width="14rem" height="2rem"/>
            <SkeletonText lines=6/>
        </div>
    }
    .into_any()
}
