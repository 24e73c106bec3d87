//! The form for an address, in the address book and at checkout alike.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::account::{Address, AddressRequest};
use shared::regions::Region;
use shared::validate::Validate;

use crate::api::{ApiError, account, regions};
use crate::begun::Begun;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::session;
use crate::ui::{Button, ButtonKind, Checkbox, Choice, ErrorState, Form, FormView, Load, SelectOnly, TextField, toast, use_load};

fn choices(regions: Option<Vec<Region>>) -> Vec<Choice> {
    regions.unwrap_or_default().into_iter().map(|region| Choice::new(region.code, region.name)).collect()
}

fn choice(region: Region) -> Choice {
    Choice::new(region.code, region.name)
}

fn region(choice: Choice) -> Region {
    Region { code: choice.value, name: choice.label }
}

/// What is in the fields.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
struct Fields {
    label: String,
    recipient: String,
    phone: String,
    street: String,
    postal_code: String,
    is_default: bool,
    province: Option<Region>,
    regency: Option<Region>,
    district: Option<Region>,
}

impl Fields {
    /// Those of an address.
    fn of(address: Address) -> Self {
        let Address { label, recipient, phone, street, postal_code, is_default, region, .. } = address;
        let (province, regency, district) = (Some(region.province), Some(region.regency), Some(region.district));
        Self { label, recipient, phone, street, postal_code, is_default, province, regency, district }
    }

    /// Those of a new one: it is likely to be one's own.
    fn new(label: &str) -> Self {
        let me = session::current();
        let (recipient, phone) = me.me().map(|me| (me.name.clone(), me.phone.clone().unwrap_or_default())).unwrap_or_default();
        Self { label: label.to_owned(), recipient, phone, ..Self::default() }
    }
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
    /// Keeps what is typed over a reload.
    #[prop(optional)]
    kept: bool,
    /// What happens with the saved one.
    #[prop(into)]
    on_saved: Callback<Address>,
    /// Offers to leave it, and what follows.
    #[prop(optional_no_strip)]
    on_cancel: Option<Callback<()>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let id = of.as_ref().map(|address| address.id);
    let begun = kept.then(|| Begun::Address.load::<Fields>()).flatten();
    let first = begun.or_else(|| of.map(Fields::of)).unwrap_or_else(|| Fields::new(tu_string!(i18n, buy.address.home)));
    let (label, recipient, phone) = (RwSignal::new(first.label), RwSignal::new(first.recipient), RwSignal::new(first.phone));
    let (street, postal_code) = (RwSignal::new(first.street), RwSignal::new(first.postal_code));
    let is_default = RwSignal::new(first.is_default);
    let (province, regency) = (RwSignal::new(first.province.map(choice)), RwSignal::new(first.regency.map(choice)));
    let district = RwSignal::new(first.district.map(choice));
    let now = move || Fields {
        label: label.get(),
        recipient: recipient.get(),
        phone: phone.get(),
        street: street.get(),
        postal_code: postal_code.get(),
        is_default: is_default.get(),
        province: province.get().map(region),
        regency: regency.get().map(region),
        district: district.get().map(region),
    };
    if kept {
        // What nobody touched is not begun.
        Effect::new(move |before: Option<Fields>| {
            let now = now();
            if before.is_some_and(|before| before != now) {
                Begun::Address.save(&now);
            }
            now
        });
    }
    let forget = move || {
        if kept {
            Begun::Address.forget();
        }
    };

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
        let fields = untrack(now);
        // A district cannot be chosen before what it lies in.
        let ahead = match (&fields.province, &fields.regency) {
            (None, _) => Some("/province_code"),
            (Some(_), None) => Some("/regency_code"),
            (Some(_), Some(_)) => None,
        };
        let request = AddressRequest {
            label: fields.label,
            recipient: fields.recipient,
            phone: fields.phone,
            street: fields.street,
            district_code: fields.district.map(|district| district.code).unwrap_or_default(),
            postal_code: fields.postal_code,
            is_default: fields.is_default,
        };
        if let Some(ahead) = ahead
            && let Err(mut errors) = request.validate()
        {
            for error in errors.iter_mut().filter(|error| error.pointer == "/district_code") {
                ahead.clone_into(&mut error.pointer);
            }
            form.reject(errors);
            return;
        }
        let saved = move |address| {
            forget();
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
            <div class="row">
                <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="address-save">
                    {move || t_string!(i18n, buy.address.save)}
                </Button>
                {on_cancel
                    .map(|on_cancel| {
                        let cancel = move || {
                            forget();
                            on_cancel.run(());
                        };
                        view! {
                            <Button kind=ButtonKind::Quiet on_click=cancel attr:data-test="address-cancel">
                                {move || t_string!(i18n, common.action.cancel)}
                            </Button>
                        }
                    })}
            </div>
        </FormView>
    }
    .into_any()
}
