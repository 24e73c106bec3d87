//! The menu of narrow screens.

use leptos::prelude::*;
use leptos_router::components::A;

use super::{below, use_around};
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::shop::words;
use crate::ui::{Drawer, Icon, LanguageSwitch, Side, ThemeSwitch};

/// The categories as an accordion, language and theme.
#[component]
pub(super) fn MenuDrawer(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let around = use_around();
    let groups = move || {
        let locale = i18n.get_locale();
        let tree = around.tree();
        below(&tree, None)
            .into_iter()
            .map(|top| {
                let links = below(&tree, Some(&top))
                    .into_iter()
                    .map(|category| {
                        view! { <li><A href=routes::shop::category(&category.slug) attr:class="side-menu__link">{words::category(locale, &category)}</A></li> }
                    })
                    .collect_view();
                view! {
                    <li>
                        <details class="side-menu__group">
                            <summary>{words::category(locale, &top)}<Icon icon=icondata::LuChevronDown/></summary>
                            <ul role="list">
                                <li>
                                    <A href=routes::shop::category(&top.slug) attr:class="side-menu__link">
                                        {move || t_string!(i18n, shop.nav.all_of_it)} " (" {words::number(locale, top.product_count)} ")"
                                    </A>
                                </li>
                                {links}
                            </ul>
                        </details>
                    </li>
                }
            })
            .collect_view()
    };
    let foot = move || {
        view! {
            <LanguageSwitch/>
            <ThemeSwitch/>
        }
    };
    view! {
        <Drawer open side=Side::Left title=move || t_string!(i18n, common.nav.menu) footer=ViewFn::from(foot)>
            // A link followed closes the menu, also when it leads to the page one is on.
            <nav
                class="side-menu"
                aria-label=move || t_string!(i18n, shop.nav.catalogue)
                on:click=move |event| {
                    let target: web_sys::Element = event_target(&event);
                    if target.closest("a").ok().flatten().is_some() {
                        open.set(false);
                    }
                }
            >
                <ul role="list">
                    <li><A href=routes::shop::PRODUCTS attr:class="side-menu__head">{move || t_string!(i18n, shop.nav.all_products)}</A></li>
                    {groups}
                </ul>
            </nav>
        </Drawer>
    }
    .into_any()
}
