//! The shop itself at the foot of every page.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::pages::PageSlug;

use super::not_found::CategoryLinks;
use super::store_card::StoreCard;
use super::use_around;
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::routes;
use crate::ui::{Logo, Mark, OwnLogo};

/// What a content page is called in the footer.
fn page_name(locale: Locale, slug: PageSlug) -> &'static str {
    match slug {
        PageSlug::About => td_string!(locale, shop.page.about),
        PageSlug::Contact => td_string!(locale, shop.page.contact),
        PageSlug::Faq => td_string!(locale, shop.page.faq),
        PageSlug::Shipping => td_string!(locale, shop.page.shipping),
        PageSlug::Privacy => td_string!(locale, shop.page.privacy),
        PageSlug::Terms => td_string!(locale, shop.page.terms),
    }
}

/// A dark band with address, hours, WhatsApp and the ways through the shop.
#[component]
pub fn Footer() -> impl IntoView {
    let i18n = use_i18n();
    let around = use_around();
    let pages = PageSlug::ALL
        .iter()
        .map(
            |&slug| view! { <li><A href=routes::shop::page(slug.as_str())>{move || page_name(i18n.get_locale(), slug)}</A></li> },
        )
        .collect_view();
    let demo = move || around.store.get().is_some_and(|store| store.demo);
    view! {
        <footer class="foot stage">
            <div class="container foot__inside">
                <StoreCard/>
                <nav class="foot__nav" aria-label=move || t_string!(i18n, shop.footer.ways)>
                    <div>
                        <h2 class="foot__head">{move || t_string!(i18n, shop.nav.catalogue)}</h2>
                        <ul role="list">
                            <CategoryLinks/>
                            <li><A href=routes::shop::PRODUCTS>{move || t_string!(i18n, shop.nav.all_products)}</A></li>
                        </ul>
                    </div>
                    <div>
                        <h2 class="foot__head">{move || t_string!(i18n, shop.nav.account)}</h2>
                        <ul role="list">
                            <li><A href=routes::shop::ACCOUNT>{move || t_string!(i18n, shop.nav.profile)}</A></li>
                            <li><A href=routes::shop::ORDERS>{move || t_string!(i18n, shop.nav.orders)}</A></li>
                            <li><A href=routes::shop::CART>{move || t_string!(i18n, shop.nav.cart)}</A></li>
                        </ul>
                    </div>
                    <div>
                        <h2 class="foot__head">{move || t_string!(i18n, shop.page.head)}</h2>
                        <ul role="list">{pages}</ul>
                    </div>
                </nav>
            </div>
            <div class="container foot__end">
                {move || match around.logo() {
                    OwnLogo::Shown(image, name) => view! { <Logo image name/> }.into_any(),
                    OwnLogo::Unknown | OwnLogo::None => view! { <Mark/> }.into_any(),
                }}
                <p>{move || t_string!(i18n, shop.footer.imprint)}</p>
                <Show when=demo>
                    <p class="foot__demo">
                        {move || t_string!(i18n, shop.footer.demo)} " "
                        <a href=routes::shop::DEV_MAIL rel="external">{move || t_string!(i18n, shop.footer.mailbox)}</a>
                    </p>
                </Show>
            </div>
        </footer>
    }
    .into_any()
}
