//! The form for an address, in the address book and at checkout alike.

use leptos::prelude::*;
use shared::account::{Address, AddressRequest};
use shared::regions::Region;

use crate::api::{ApiError, account, regions};
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::session;
use crate::ui::{Button, ButtonKind, Checkbox, Choice, ErrorState, Form, FormView, Load, SelectOnly, TextField, toast, use_load};

fn choices(regions: Option<Vec<Region>>) -> Vec<Choice> {
    regions.unwrap_or_default().into_iter().map(|region| Choice::new(region.code, region.name)).collect()
}

fn choice(region: &Region) -> Choice {
    Choice::new(region.code.clone(), region.name.clone())
}

/// The code that was chosen, or nothing.
fn code(picked: RwSignal<Option<Choice>>) -> String {
    picked.with(|picked| picked.as_ref().map(|choice| choice.value.clone()).unwrap_or_default())
}

/// The regions below one that was chosen.
fn below<F>(chosen: RwSignal<Option<Choice>>, fetch: impl Fn(&str) -> F + Copy + 'static) -> Load<Vec<Region>>
where
    F: Future<Output = Result<Vec<Region>, ApiError>> + 'static,
{
    use_load(move || {
        let code = code(chosen);
        let asked = (!code.is_empty()).then(|| fetch(&code));
        async move {
            match asked {
                Some(asked) => asked.await,
                None => Ok(Vec::new()),
            }
        }
    })
}

/// Fields for a new address, or for changing `of`.
#[component]
pub fn AddressForm(
    /// The address to change.
    #[prop(optional_no_strip)]
    of: Option<Address>,
    /// What happens with the saved one.
    #[prop(into)]
    on_saved: Callback<Address>,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let id = of.as_ref().map(|address| address.id);
    let me = session::current();
    let text = |read: fn(&Address) -> &str, otherwise: &str| {
        RwSignal::new(of.as_ref().map_or_else(|| otherwise.to_owned(), |address| read(address).to_owned()))
    };
    let (own_name, own_phone) = me.me().map(|me| (me.name.clone(), me.phone.clone().unwrap_or_default())).unwrap_or_default();
    let label = text(|address| &address.label, tu_string!(i18n, buy.address.home));
    let recipient = text(|address| &address.recipient, &own_name);
    let phone = text(|address| &address.phone, &own_phone);
    let street = text(|address| &address.street, "");
    let postal_code = text(|address| &address.postal_code, "");
    let is_default = RwSignal::new(of.as_ref().is_some_and(|address| address.is_default));
    let province = RwSignal::new(of.as_ref().map(|address| choice(&address.region.province)));
    let regency = RwSignal::new(of.as_ref().map(|address| choice(&address.region.regency)));
    let district = RwSignal::new(of.as_ref().map(|address| choice(&address.region.district)));

    let provinces = use_load(regions::list_provinces);
    let regencies = below(province, regions::list_regencies);
    let districts = below(regency, regions::list_districts);
    // Without them nothing can be chosen, so it is said when they cannot be had.
    let missing = move || {
        let loads = [provinces, regencies, districts];
        let failed = loads.into_iter().find_map(|load| load.state().and_then(Result::err).map(|error| (load, error)));
        failed.map(|(load, error)| {
            view! { <div class="address-form__wide"><ErrorState error on_retry=move || load.reload()/></div> }
        })
    };
    // What lies in another province or regency is no choice any more.
    Effect::new(move |_| {
        let prefix = code(province);
        if regency.with_untracked(|regency| regency.as_ref().is_some_and(|regency| !regency.value.starts_with(&prefix))) {
            regency.set(None);
        }
    });
    Effect::new(move |_| {
        let prefix = code(regency);
        let stale = |district: &Option<Choice>| {
            district.as_ref().is_some_and(|district| prefix.is_empty() || !district.value.starts_with(&prefix))
        };
        if district.with_untracked(stale) {
            district.set(None);
        }
    });

    let send = move || {
        let request = AddressRequest {
            label: label.get_untracked(),
            recipient: recipient.get_untracked(),
            phone: phone.get_untracked(),
            street: street.get_untracked(),
            district_code: untrack(|| code(district)),
            postal_code: postal_code.get_untracked(),
            is_default: is_default.get_untracked(),
        };
        let saved = move |address| {
            toast::success(tu_string!(i18n, buy.address.saved).to_string());
            on_saved.run(address);
        };
        match id {
            Some(id) => form.submit(request, move |request| account::update_address(id, &request), saved),
            None => form.submit(request, |request| account::create_address(&request), saved),
        }
    };
    view! {
        <FormView form on_submit=send>
            <div class="address-form">
                <TextField pointer="/label" label=move || t_string!(i18n, buy.address.label) hint=move || t_string!(i18n, buy.address.label_hint) value=label/>
                <div data-test="address-recipient">
                    <TextField pointer="/recipient" label=move || t_string!(i18n, buy.address.recipient) value=recipient autocomplete="name"/>
                </div>
                <div data-test="address-phone">
                    <TextField pointer="/phone" label=move || t_string!(i18n, buy.address.phone) value=phone kind="tel" inputmode="tel" autocomplete="tel"/>
                </div>
                <div class="address-form__wide" data-test="address-street">
                    <TextField pointer="/street" label=move || t_string!(i18n, buy.address.street) value=street autocomplete="street-address"/>
                </div>
                <div data-test="address-province">
                    <SelectOnly
                        pointer="/province_code"
                        label=move || t_string!(i18n, buy.address.province)
                        picked=province
                        choices=Signal::derive(move || choices(provinces.get()))
                        loading=provinces.busy()
                        failed=provinces.failed()
                    />
                </div>
                <div data-test="address-regency">
                    <SelectOnly
                        pointer="/regency_code"
                        label=move || t_string!(i18n, buy.address.regency)
                        picked=regency
                        choices=Signal::derive(move || choices(regencies.get()))
                        loading=regencies.busy()
                        failed=regencies.failed()
                        disabled=Signal::derive(move || province.with(Option::is_none))
                    />
                </div>
                <div data-test="address-district">
                    <SelectOnly
                        pointer="/district_code"
                        label=move || t_string!(i18n, buy.address.district)
                        picked=district
                        choices=Signal::derive(move || choices(districts.get()))
                        loading=districts.busy()
                        failed=districts.failed()
                        disabled=Signal::derive(move || regency.with(Option::is_none))
                    />
                </div>
                {missing}
                <div data-test="address-postal">
                    <TextField
                        pointer="/postal_code"
                        label=move || t_string!(i18n, buy.address.postal_code)
                        value=postal_code
                        inputmode="numeric"
                        autocomplete="postal-code"
                        maxlength=5
                    />
                </div>
                <div class="address-form__wide">
                    <Checkbox checked=is_default>{move || t_string!(i18n, buy.address.is_default)}</Checkbox>
                </div>
            </div>
            <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="address-save">
                {move || t_string!(i18n, buy.address.save)}
            </Button>
        </FormView>
    }
    .into_any()
}
