//! The kit on one page: to look at, to try, and to keep in one voice.

mod data;
mod fields;
mod overlays;
mod states;

use leptos::prelude::*;

use self::data::DataPart;
use self::fields::FieldsPart;
use self::overlays::OverlaysPart;
use self::states::StatesPart;
use super::*;
use crate::i18n::{t_string, use_i18n};

/// All components. Shoppers do not download it: a release build has nothing at this address.
#[component]
pub fn KitchenSink() -> impl IntoView {
    let i18n = use_i18n();
    if !cfg!(debug_assertions) {
        return view! {
            <PageHead title=move || t_string!(i18n, common.state.not_found_title)/>
            <EmptyState
                icon=icondata::LuGuitar
                title=move || t_string!(i18n, common.state.not_found_title)
                text=move || t_string!(i18n, common.state.not_found_text)
            />
        }
        .into_any();
    }
    view! {
        <PageHead title=move || t_string!(i18n, kit.title)/>
        <div class="stage">
            <div class="container section stack">
                <Breadcrumbs crumbs=Signal::derive(move || {
                    vec![Crumb::link(t_string!(i18n, common.brand), "/"), Crumb::here(t_string!(i18n, kit.title))]
                })/>
                <h1 class="display display--xl">{move || t_string!(i18n, kit.title)}</h1>
                <p class="prose muted">{move || t_string!(i18n, kit.intro)}</p>
                <p class="hand">{move || t_string!(i18n, kit.accent)}</p>
            </div>
        </div>
        <div class="container section stack" style="--gap: 4rem">
            <Part title=move || t_string!(i18n, kit.letters)>
                <p class="display">{move || t_string!(i18n, kit.type_display)}</p>
                <p class="prose">{move || t_string!(i18n, kit.type_text)}</p>
                <p class="row">
                    <Price amount=shared::money::Rupiah(14_250_000) before=Some(shared::money::Rupiah(15_999_000))/>
                    <Price amount=shared::money::Rupiah(85_000) from=true/>
                </p>
            </Part>
            <ButtonsPart/>
            <FieldsPart/>
            <OverlaysPart/>
            <DataPart/>
            <StatesPart/>
        </div>
    }
    .into_any()
}

#[component]
fn Part(#[prop(into)] title: TextProp, children: Children) -> impl IntoView {
    view! {
        <section class="stack">
            <h2>{move || title.get()}</h2>
            {children()}
        </section>
    }
    .into_any()
}

#[component]
fn ButtonsPart() -> impl IntoView {
    let i18n = use_i18n();
    let saving = RwSignal::new(false);
    let liked = RwSignal::new(false);
    let in_cart = RwSignal::new(2_u32);
    let save = move || {
        saving.set(true);
        set_timeout(move || saving.set(false), std::time::Duration::from_secs(2));
    };
    view! {
        <Part title=move || t_string!(i18n, kit.buttons)>
            <div class="row">
                <Button kind=ButtonKind::Primary icon=icondata::LuShoppingCart on_click=move || in_cart.update(|count| *count += 1)>
                    {move || t_string!(i18n, kit.primary)}
                </Button>
                <Button>{move || t_string!(i18n, kit.secondary)}</Button>
                <Button kind=ButtonKind::Quiet>{move || t_string!(i18n, kit.quiet)}</Button>
                <Button kind=ButtonKind::Danger icon=icondata::LuTrash2>{move || t_string!(i18n, kit.danger)}</Button>
                <LinkButton href="/">{move || t_string!(i18n, kit.link)}</LinkButton>
            </div>
            <div class="row">
                <Button size=ButtonSize::Small>{move || t_string!(i18n, kit.small)}</Button>
                <Button size=ButtonSize::Large kind=ButtonKind::Primary>{move || t_string!(i18n, kit.large)}</Button>
                <Button loading=saving on_click=save>{move || t_string!(i18n, kit.loading)}</Button>
                <Button kind=ButtonKind::Primary blocked=Signal::derive(move || Some(t_string!(i18n, kit.blocked_why).to_owned()))>
                    {move || t_string!(i18n, kit.blocked)}
                </Button>
                <IconButton
                    icon=icondata::LuHeart
                    label=move || t_string!(i18n, kit.favourite)
                    pressed=liked
                    on_click=move || liked.update(|liked| *liked = !*liked)
                />
                <IconButton icon=icondata::LuShoppingCart label=move || t_string!(i18n, kit.cart) count=in_cart on_click=|| ()/>
            </div>
        </Part>
    }
    .into_any()
}
