//! Where to: one of the addresses there are, corrected where it must be, or a new one.

use leptos::prelude::*;
use shared::account::Address;

use super::page::{Checkout, Step, expect_checkout};
use crate::api::account;
use crate::i18n::{t_string, use_i18n};
use crate::shop::account::AddressLines;
use crate::shop::account::address_form::AddressForm;
use crate::ui::{Button, ButtonKind, ButtonSize, Dialog, ErrorState, Load, SkeletonText, ask_before_losing, use_load};

/// The buyer's addresses.
pub(super) fn use_addresses(checkout: Checkout) -> Load<Vec<Address>> {
    let addresses = use_load(account::list_addresses);
    let draft = checkout.draft;
    // The remembered address if it still exists, else the default one.
    Effect::new(move |_| {
        if let Some(list) = addresses.get() {
            let known = draft.with_untracked(|draft| draft.address.is_some_and(|id| list.iter().any(|address| address.id == id)));
            if !known {
                let first = list.first().map(|address| address.id);
                draft.update(|draft| draft.address = first);
            }
        }
    });
    addresses
}

/// Chooses one, or takes a new one in. While that is not saved, nothing is chosen that a parcel could go to.
#[component]
pub(super) fn AddressStep(
    /// From [`use_addresses`].
    addresses: Load<Vec<Address>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let Checkout { draft, adding, quotes, .. } = expect_checkout();
    let editing = RwSignal::new(false);
    let edited = RwSignal::new(None::<Address>);
    let edit = Callback::new(move |address: Address| {
        edited.set(Some(address));
        editing.set(true);
    });
    let changed = move |address: Address| {
        draft.update(|draft| draft.address = Some(address.id));
        let list = untrack(|| addresses.get()).unwrap_or_default();
        addresses.put(list.into_iter().map(|known| if known.id == address.id { address.clone() } else { known }).collect());
        editing.set(false);
        // The same address may be another place now.
        quotes.notify();
    };
    let saved = move |address: Address| {
        draft.update(|draft| draft.address = Some(address.id));
        let mut list = untrack(|| addresses.get()).unwrap_or_default();
        list.push(address);
        addresses.put(list);
        adding.set(false);
    };
    let cancel = Callback::new(move |()| adding.set(false));
    let body = move || match addresses.state() {
        None => view! { <SkeletonText/> }.into_any(),
        Some(Err(error)) => view! { <ErrorState error on_retry=move || addresses.reload()/> }.into_any(),
        Some(Ok(list)) if list.is_empty() || adding.get() => {
            let on_cancel = (!list.is_empty()).then_some(cancel);
            view! { <AddressForm of=None kept=true on_saved=saved on_cancel/> }.into_any()
        }
        Some(Ok(list)) => view! {
            <div class="choices" role="radiogroup" aria-label=move || t_string!(i18n, buy.checkout.choose_address)>
                {list.into_iter().map(|address| view! { <AddressCard address on_edit=edit/> }).collect_view()}
            </div>
            <Button size=ButtonSize::Small icon=icondata::LuPlus on_click=move || adding.set(true) attr:data-test="new-address">
                {move || t_string!(i18n, buy.checkout.new_address)}
            </Button>
        }
        .into_any(),
    };
    view! {
        <Step number=1 title=move || t_string!(i18n, buy.checkout.choose_address) open=true>
            {body}
        </Step>
        <Dialog open=editing title=move || t_string!(i18n, buy.address.edit) wide=true guard=ask_before_losing>
            {move || editing.get().then(|| view! { <AddressForm of=edited.get_untracked() on_saved=changed/> })}
        </Dialog>
    }
    .into_any()
}

#[component]
fn AddressCard(address: Address, on_edit: Callback<Address>) -> impl IntoView {
    let i18n = use_i18n();
    let (for_edit, label) = (address.clone(), address.label.clone());
    let Checkout { draft, .. } = expect_checkout();
    let id = address.id;
    let chosen = move || draft.with(|draft| draft.address == Some(id));
    view! {
        <div class="choice-item">
            <label class="choice-card" class:is-chosen=chosen data-test="address-option">
                <input
                    type="radio"
                    name="address"
                    prop:checked=chosen
                    on:change=move |_| draft.update(|draft| draft.address = Some(id))
                />
                <span class="choice-card__text">
                    <strong>{address.label.clone()}</strong>
                    <AddressLines address/>
                </span>
            </label>
            <Button
                size=ButtonSize::Small
                kind=ButtonKind::Quiet
                icon=icondata::LuPencil
                on_click=move || on_edit.run(for_edit.clone())
                attr:data-test="edit-address"
            >
                {move || t_string!(i18n, common.action.edit)} <span class="visually-hidden">": " {label}</span>
            </Button>
        </div>
    }
    .into_any()
}
