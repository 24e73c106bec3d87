//! The address book.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::Address;

use super::AccountFrame;
use super::address_form::AddressForm;
use crate::api::account;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::session::Guard;
use crate::shop::words;
use crate::ui::{
    Ask, AsyncView, Badge, Button, ButtonKind, ButtonSize, Dialog, EmptyState, Load, PageHead, Tone, ask_before_losing, toast,
    use_load,
};

/// The address book.
#[component]
pub fn AddressesPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHead title=move || t_string!(i18n, buy.account.addresses)/>
        <Guard sign_in=routes::shop::sign_in_then>
            <AccountFrame title=move || t_string!(i18n, buy.account.addresses)>
                <Book/>
            </AccountFrame>
        </Guard>
    }
    .into_any()
}

#[component]
fn Book() -> impl IntoView {
    let i18n = use_i18n();
    let addresses = use_load(account::list_addresses);
    let open = RwSignal::new(false);
    let edited = RwSignal::new(None::<Address>);
    let edit = move |address: Option<Address>| {
        edited.set(address);
        open.set(true);
    };
    let saved = move |_: Address| {
        open.set(false);
        addresses.reload();
    };
    view! {
        <div class="row">
            <Button kind=ButtonKind::Primary icon=icondata::LuPlus on_click=move || edit(None) attr:data-test="address-add">
                {move || t_string!(i18n, buy.address.add)}
            </Button>
        </div>
        <AsyncView load=addresses let(list)>
            {if list.is_empty() {
                view! {
                    <EmptyState
                        icon=icondata::LuMapPin
                        title=move || t_string!(i18n, buy.address.empty_title)
                        text=move || t_string!(i18n, buy.address.empty_text)
                    >
                        ""
                    </EmptyState>
                }
                .into_any()
            } else {
                view! {
                    <ul class="address-book" role="list">
                        {list.into_iter().map(|address| view! { <Entry address addresses on_edit=move |address| edit(Some(address))/> }).collect_view()}
                    </ul>
                }
                .into_any()
            }}
        </AsyncView>
        <Dialog
            open
            title=move || if edited.with(Option::is_some) { t_string!(i18n, buy.address.edit) } else { t_string!(i18n, buy.address.add) }
            wide=true
            guard=ask_before_losing
        >
            {move || open.get().then(|| view! { <AddressForm of=edited.get_untracked() on_saved=saved/> })}
        </Dialog>
    }
    .into_any()
}

#[component]
fn Entry(address: Address, addresses: Load<Vec<Address>>, #[prop(into)] on_edit: Callback<Address>) -> impl IntoView {
    let i18n = use_i18n();
    let id = address.id;
    let for_edit = address.clone();
    // Several such buttons stand below each other.
    let (edits, deletes) = (address.label.clone(), address.label.clone());
    let delete = move || {
        spawn_local(async move {
            let ask = Ask::new(
                tu_string!(i18n, buy.address.delete_title).to_string(),
                tu_string!(i18n, buy.address.delete_text).to_string(),
                tu_string!(i18n, buy.address.delete).to_string(),
            );
            if ask.danger().await {
                match account::delete_address(id).await {
                    Ok(()) => addresses.reload(),
                    Err(error) => toast::error(&error),
                }
            }
        });
    };
    view! {
        <li class="address-card">
            <p class="row">
                <strong>{address.label.clone()}</strong>
                {address.is_default.then(|| view! { <Badge tone=Tone::Accent>{move || t_string!(i18n, buy.address.default)}</Badge> })}
            </p>
            <AddressLines address/>
            <div class="row">
                <Button size=ButtonSize::Small icon=icondata::LuPencil on_click=move || on_edit.run(for_edit.clone())>
                    {move || t_string!(i18n, common.action.edit)} <span class="visually-hidden">": " {edits}</span>
                </Button>
                <Button size=ButtonSize::Small kind=ButtonKind::Quiet icon=icondata::LuTrash2 on_click=delete>
                    {move || t_string!(i18n, common.action.delete)} <span class="visually-hidden">": " {deletes}</span>
                </Button>
            </div>
        </li>
    }
    .into_any()
}

/// An address as one reads it on a parcel.
#[component]
pub fn AddressLines(address: Address) -> impl IntoView {
    let region = address.region;
    view! {
        <address class="address-lines">
            <span>{address.recipient} " · " {words::phone(&address.phone)}</span>
            <span>{address.street}</span>
            <span>{format!("{}, {}, {} {}", region.district.name, region.regency.name, region.province.name, address.postal_code)}</span>
        </address>
    }
    .into_any()
}
