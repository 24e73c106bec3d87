//! The bar at the top of every page: black glass in both themes, like the shop's sign.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::account_button::AccountButton;
use super::categories_menu::CategoriesMenu;
use super::menu_drawer::MenuDrawer;
use super::search::SearchBox;
use super::use_around;
use crate::i18n::{t_string, use_i18n};
use crate::inbox::{Area, Bell};
use crate::routes;
use crate::session::{Session, use_session};
use crate::shop::cart::CartButton;
use crate::shop::later;
use crate::ui::{Brand, IconButton, LanguageSwitch, ThemeSwitch};

/// Brand, categories, search, language, theme, notifications, account, cart. On phones the search unfolds below
/// the bar, and the rest waits in the menu.
#[component]
pub fn Navbar() -> impl IntoView {
    let i18n = use_i18n();
    let menu = RwSignal::new(false);
    let searching = RwSignal::new(false);
    // Drawn before it is known who is there, so that nothing moves then.
    let session = use_session();
    let signed_in = Memo::new(move |_| session.with(|session| *session != Session::Guest));
    let around = use_around();
    let logo = Memo::new(move |_| around.logo());
    let location = use_location();
    Effect::new(move |before: Option<()>| {
        location.pathname.track();
        if before.is_some() {
            around.complete();
            searching.set(false);
            menu.set(false);
        }
    });
    view! {
        <header class="navbar bar stage" class:is-searching=move || searching.get()>
            <div class="navbar__row container">
                <span class="bar__menu">
                    <IconButton icon=icondata::LuMenu label=move || t_string!(i18n, common.nav.menu) on_click=move || menu.set(true)/>
                </span>
                <Brand href=routes::shop::HOME logo/>
                <CategoriesMenu/>
                <SearchBox open=searching/>
                <span class="bar__find">
                    <IconButton
                        icon=icondata::LuSearch
                        label=move || t_string!(i18n, shop.search.label)
                        on_click=move || searching.update(|searching| *searching = !*searching)
                    />
                </span>
                <span class="bar__prefs">
                    <LanguageSwitch attr:data-test="language-toggle"/>
                    <ThemeSwitch attr:data-test="theme-toggle"/>
                </span>
                <Show when=move || signed_in.get()><Bell area=Area::Shop panel=later::news/></Show>
                <AccountButton/>
                <CartButton/>
            </div>
        </header>
        <MenuDrawer open=menu/>
    }
    .into_any()
}
