//! The store's profile.

use leptos::prelude::*;
use shared::regions::Region;
use shared::store::{StaffStore, StoreDetails, StoreSocials};

use super::brand::BrandSettings;
use super::form::SettingsForm;
use super::frame::SettingsFrame;
use super::hours::{Day, HoursFields};
use super::words;
use crate::api::{regions, store};
use crate::i18n::{Locale, t_string, tu_string, use_i18n};
use crate::ui::{
    AsyncView, Card, Checkbox, Choice, Form, SelectOnly, SkeletonText, TextField, Version, toast, use_editor, use_load,
};

/// The store's profile.
#[component]
pub fn StoreSettingsPage() -> impl IntoView {
    let i18n = use_i18n();
    let load = use_load(store::get_staff_store);
    view! {
        <SettingsFrame title=move || t_string!(i18n, office.store.title)>
            <AsyncView load skeleton=|| view! { <div class="page__wait"><SkeletonText lines=12/></div> } let(store)>
                <StoreForm store/>
            </AsyncView>
            <BrandSettings/>
        </SettingsFrame>
    }
    .into_any()
}

/// The fields, as they are being changed.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    tagline: RwSignal<String>,
    address: RwSignal<String>,
    city: RwSignal<String>,
    province: RwSignal<Option<Choice>>,
    regency: RwSignal<Option<Choice>>,
    postal_code: RwSignal<String>,
    phone: RwSignal<String>,
    whatsapp: RwSignal<String>,
    email: RwSignal<String>,
    website: RwSignal<String>,
    branch_name: RwSignal<String>,
    branch_code: RwSignal<String>,
    branch_manager: RwSignal<String>,
    business_licence: RwSignal<String>,
    tax_number: RwSignal<String>,
    taxable: RwSignal<bool>,
    days: [Day; 7],
    instagram: RwSignal<String>,
    facebook: RwSignal<String>,
    tiktok: RwSignal<String>,
    youtube: RwSignal<String>,
}

impl Draft {
    fn new() -> Self {
        Self {
            name: RwSignal::default(),
            tagline: RwSignal::default(),
            address: RwSignal::default(),
            city: RwSignal::default(),
            province: RwSignal::default(),
            regency: RwSignal::default(),
            postal_code: RwSignal::default(),
            phone: RwSignal::default(),
            whatsapp: RwSignal::default(),
            email: RwSignal::default(),
            website: RwSignal::default(),
            branch_name: RwSignal::default(),
            branch_code: RwSignal::default(),
            branch_manager: RwSignal::default(),
            business_licence: RwSignal::default(),
            tax_number: RwSignal::default(),
            taxable: RwSignal::default(),
            days: [1, 2, 3, 4, 5, 6, 7].map(Day::new),
            instagram: RwSignal::default(),
            facebook: RwSignal::default(),
            tiktok: RwSignal::default(),
            youtube: RwSignal::default(),
        }
    }

    /// What the fields say, followed.
    fn read(self) -> StoreDetails {
        StoreDetails {
            name: self.name.get(),
            tagline: self.tagline.get(),
            address: self.address.get(),
            city: self.city.get(),
            regency_code: self.regency.get().map(|choice| choice.value).unwrap_or_default(),
            postal_code: self.postal_code.get(),
            phone: self.phone.get(),
            whatsapp: self.whatsapp.get(),
            email: self.email.get(),
            website: self.website.get(),
            branch_name: self.branch_name.get(),
            branch_code: self.branch_code.get(),
            branch_manager: self.branch_manager.get(),
            business_licence: self.business_licence.get(),
            tax_number: self.tax_number.get(),
            taxable: self.taxable.get(),
            hours: self.days.iter().map(|day| day.read()).collect(),
            socials: StoreSocials {
                instagram: self.instagram.get(),
                facebook: self.facebook.get(),
                tiktok: self.tiktok.get(),
                youtube: self.youtube.get(),
            },
        }
    }

    /// Fills the fields. `known` are regions with their names.
    fn write(self, details: StoreDetails, known: &[Region]) {
        self.name.set(details.name);
        self.tagline.set(details.tagline);
        self.address.set(details.address);
        self.city.set(details.city);
        let chosen = |code: &str| {
            let name = known.iter().find(|region| region.code == code).map_or(code, |region| &region.name);
            Some(Choice::new(code, name)).filter(|_| !code.is_empty())
        };
        let province = details.regency_code.split('.').next().unwrap_or_default();
        self.province.set(chosen(province));
        self.regency.set(chosen(&details.regency_code));
        self.postal_code.set(details.postal_code);
        self.phone.set(details.phone);
        self.whatsapp.set(details.whatsapp);
        self.email.set(details.email);
        self.website.set(details.website);
        self.branch_name.set(details.branch_name);
        self.branch_code.set(details.branch_code);
        self.branch_manager.set(details.branch_manager);
        self.business_licence.set(details.business_licence);
        self.tax_number.set(details.tax_number);
        self.taxable.set(details.taxable);
        for (day, hours) in self.days.into_iter().zip(&details.hours) {
            day.write(hours);
        }
        self.instagram.set(details.socials.instagram);
        self.facebook.set(details.socials.facebook);
        self.tiktok.set(details.socials.tiktok);
        self.youtube.set(details.socials.youtube);
    }
}

fn version(store: StaffStore) -> Version<StoreDetails> {
    Version { value: store.details, revision: store.revision }
}

#[component]
fn StoreForm(store: StaffStore) -> impl IntoView {
    let i18n = use_i18n();
    let draft = Draft::new();
    // Names of the regions that were seen, so that a region is never shown as its code.
    let known = StoredValue::new(vec![store.province.clone(), store.regency.clone()]);
    let learn = move |store: &StaffStore| {
        known.try_update_value(|known| known.extend([store.province.clone(), store.regency.clone()]));
    };
    let write = move |details: StoreDetails| known.with_value(|known| draft.write(details, known));
    let first = version(store);
    write(first.value.clone());
    let editor = use_editor(
        Form::new(),
        first,
        move || draft.read(),
        write,
        move || async move { store::get_staff_store().await.inspect(learn).map(version) },
        move |details, revision| async move { store::update_store(&details, revision).await.inspect(learn).map(version) },
        move |_| toast::success(tu_string!(i18n, office.store.saved)),
    );
    let field = |locale: Locale, name: &str| words::store_field(locale, name).unwrap_or_default().to_owned();
    view! {
        <SettingsForm editor label=field>
            <Card title=move || t_string!(i18n, office.store.shop)>
                <div class="form__grid">
                    <TextField pointer="/name" label=move || t_string!(i18n, office.store.name) value=draft.name/>
                    <TextField pointer="/tagline" label=move || t_string!(i18n, office.store.tagline) value=draft.tagline optional=true/>
                    <TextField pointer="/email" label=move || t_string!(i18n, office.store.email) value=draft.email kind="email"/>
                    <TextField pointer="/website" label=move || t_string!(i18n, office.store.website) value=draft.website kind="url" placeholder="https://" optional=true/>
                    <TextField pointer="/phone" label=move || t_string!(i18n, office.store.phone) value=draft.phone kind="tel"/>
                    <TextField pointer="/whatsapp" label=move || t_string!(i18n, office.store.whatsapp) value=draft.whatsapp kind="tel" optional=true/>
                </div>
            </Card>
            <Card title=move || t_string!(i18n, office.store.place)>
                <div class="form__grid">
                    <div class="form__wide">
                        <TextField pointer="/address" label=move || t_string!(i18n, office.store.address) value=draft.address/>
                    </div>
                    <TextField pointer="/city" label=move || t_string!(i18n, office.store.city) value=draft.city/>
                    <TextField pointer="/postal_code" label=move || t_string!(i18n, office.store.postal_code) value=draft.postal_code inputmode="numeric" maxlength=5/>
                    <Regions draft/>
                </div>
                <p class="muted small">{move || t_string!(i18n, office.store.regency_hint)}</p>
            </Card>
            <Card title=move || t_string!(i18n, office.store.hours)>
                <HoursFields days=draft.days/>
            </Card>
            <Card title=move || t_string!(i18n, office.store.firm)>
                <div class="form__grid">
                    <TextField pointer="/business_licence" label=move || t_string!(i18n, office.store.business_licence) value=draft.business_licence optional=true/>
                    <TextField
                        pointer="/tax_number"
                        label=move || t_string!(i18n, office.store.tax_number)
                        hint=move || t_string!(i18n, office.store.tax_number_hint)
                        value=draft.tax_number
                        inputmode="numeric"
                        optional=true
                    />
                    <div class="form__wide">
                        <Checkbox pointer="/taxable" checked=draft.taxable>{move || t_string!(i18n, office.store.taxable_text)}</Checkbox>
                    </div>
                    <TextField pointer="/branch_name" label=move || t_string!(i18n, office.store.branch_name) value=draft.branch_name optional=true/>
                    <TextField pointer="/branch_code" label=move || t_string!(i18n, office.store.branch_code) value=draft.branch_code optional=true/>
                    <TextField pointer="/branch_manager" label=move || t_string!(i18n, office.store.branch_manager) value=draft.branch_manager optional=true/>
                </div>
            </Card>
            <Card title=move || t_string!(i18n, office.store.socials)>
                <div class="form__grid">
                    <TextField pointer="/socials/instagram" label="Instagram" value=draft.instagram kind="url" placeholder="https://" optional=true/>
                    <TextField pointer="/socials/facebook" label="Facebook" value=draft.facebook kind="url" placeholder="https://" optional=true/>
                    <TextField pointer="/socials/tiktok" label="TikTok" value=draft.tiktok kind="url" placeholder="https://" optional=true/>
                    <TextField pointer="/socials/youtube" label="YouTube" value=draft.youtube kind="url" placeholder="https://" optional=true/>
                </div>
            </Card>
        </SettingsForm>
    }
    .into_any()
}

/// Where parcels leave from: province, then regency or city.
#[component]
fn Regions(draft: Draft) -> impl IntoView {
    let i18n = use_i18n();
    let Draft { province, regency, .. } = draft;
    let choices = |regions: Option<Vec<Region>>| -> Vec<Choice> {
        regions.unwrap_or_default().into_iter().map(|region| Choice::new(region.code, region.name)).collect()
    };
    let provinces = use_load(regions::list_provinces);
    let regencies = use_load(move || {
        let asked = province.with(|province| province.as_ref().map(|province| regions::list_regencies(&province.value)));
        async move {
            match asked {
                Some(asked) => asked.await,
                None => Ok(Vec::new()),
            }
        }
    });
    // What lies in another province is no choice any more.
    Effect::new(move |_| {
        let code = province.with(|province| province.as_ref().map(|province| province.value.clone()).unwrap_or_default());
        if regency.with_untracked(|regency| regency.as_ref().is_some_and(|regency| !regency.value.starts_with(&code))) {
            regency.set(None);
        }
    });
    view! {
        <SelectOnly
            pointer="/province_code"
            label=move || t_string!(i18n, office.store.province)
            picked=province
            choices=Signal::derive(move || choices(provinces.get()))
            loading=provinces.busy()
            failed=provinces.failed()
        />
        <SelectOnly
            pointer="/regency_code"
            label=move || t_string!(i18n, office.store.regency)
            picked=regency
            choices=Signal::derive(move || choices(regencies.get()))
            loading=regencies.busy()
            failed=regencies.failed()
            disabled=Signal::derive(move || province.with(Option::is_none))
        />
    }
    .into_any()
}
