//! What staff say of a supplier.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use serde_json::Value;
use shared::account::Locale as Language;
use shared::inventory::{StaffSupplier, SupplierDetails};
use shared::permission::Permission;

use super::super::inventory::words;
use crate::api::{ApiError, inventory};
use crate::i18n::{Locale, t_string, td_string, tu_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{
    Card, Checkbox, Choice, ConflictDialog, Form, FormView, SaveBar, SelectField, TextArea, TextField, Version, toast, use_editor,
};

/// The fields, as they are being changed.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    company: RwSignal<String>,
    contact_person: RwSignal<String>,
    email: RwSignal<String>,
    phone: RwSignal<String>,
    address: RwSignal<String>,
    notes: RwSignal<String>,
    lead_time_days: RwSignal<String>,
    locale: RwSignal<String>,
    active: RwSignal<bool>,
}

impl Draft {
    fn new(details: SupplierDetails) -> Self {
        let draft = Self {
            name: RwSignal::default(),
            company: RwSignal::default(),
            contact_person: RwSignal::default(),
            email: RwSignal::default(),
            phone: RwSignal::default(),
            address: RwSignal::default(),
            notes: RwSignal::default(),
            lead_time_days: RwSignal::default(),
            locale: RwSignal::default(),
            active: RwSignal::new(true),
        };
        draft.write(details);
        draft
    }

    /// What the fields say, followed.
    fn read(self) -> SupplierDetails {
        SupplierDetails {
            name: self.name.get(),
            company: self.company.get(),
            contact_person: self.contact_person.get(),
            email: self.email.get(),
            phone: self.phone.get(),
            address: self.address.get(),
            notes: self.notes.get(),
            lead_time_days: self.lead_time_days.with(|days| days.trim().parse().unwrap_or(-1)),
            locale: self.locale.with(|word| word.parse().unwrap_or_default()),
            active: self.active.get(),
        }
    }

    fn write(self, details: SupplierDetails) {
        self.name.set(details.name);
        self.company.set(details.company);
        self.contact_person.set(details.contact_person);
        self.email.set(details.email);
        self.phone.set(details.phone);
        self.address.set(details.address);
        self.notes.set(details.notes);
        self.lead_time_days.set(details.lead_time_days.to_string());
        self.locale.set(details.locale.to_string());
        self.active.set(details.active);
    }
}

/// What a new supplier begins with.
pub fn blank() -> SupplierDetails {
    SupplierDetails { lead_time_days: 7, active: true, ..SupplierDetails::default() }
}

fn version(supplier: &StaffSupplier) -> Version<SupplierDetails> {
    Version { value: supplier.details.clone(), revision: supplier.revision }
}

fn label(locale: Locale, name: &str) -> String {
    let words = match name {
        "name" => td_string!(locale, stock.supplier.name),
        "company" => td_string!(locale, stock.supplier.company),
        "contact_person" => td_string!(locale, stock.supplier.contact),
        "email" => td_string!(locale, stock.supplier.email),
        "phone" => td_string!(locale, stock.supplier.phone),
        "address" => td_string!(locale, stock.supplier.address),
        "notes" => td_string!(locale, stock.supplier.notes),
        "lead_time_days" => td_string!(locale, stock.supplier.lead_time),
        "locale" => td_string!(locale, stock.supplier.language),
        "active" => td_string!(locale, stock.supplier.active),
        other => return other.to_owned(),
    };
    words.to_owned()
}

fn shown(locale: Locale, field: &str, value: &Value) -> String {
    match value {
        Value::Bool(true) => td_string!(locale, office.audit.yes).to_owned(),
        Value::Bool(false) => td_string!(locale, office.audit.no).to_owned(),
        Value::String(word) if field == "locale" => {
            word.parse::<Language>().map_or_else(|_| word.clone(), |language| words::language(locale, language).to_owned())
        }
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The form; a supplier that is not there yet is made by it.
#[component]
pub fn SupplierForm(
    /// The supplier, unless it is new.
    supplier: Option<StaffSupplier>,
    /// Takes what was saved.
    on_saved: Callback<StaffSupplier>,
) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let go = use_navigate();
    let form = Form::new();
    let id = StoredValue::new(supplier.as_ref().map(|supplier| supplier.id.to_string()));
    let first = supplier.as_ref().map_or_else(|| Version { value: blank(), revision: 0 }, version);
    let draft = Draft::new(first.value.clone());
    let learn = move |saved: StaffSupplier| {
        let version = version(&saved);
        id.try_set_value(Some(saved.id.to_string()));
        on_saved.run(saved);
        version
    };
    let is_new = supplier.is_none();
    let editor = use_editor(
        form,
        first,
        move || draft.read(),
        move |details| draft.write(details),
        move || {
            let read = inventory::get_supplier(&id.get_value().unwrap_or_default());
            async move { read.await.map(learn) }
        },
        move |details, revision| {
            let saved: std::pin::Pin<Box<dyn Future<Output = Result<StaffSupplier, ApiError>>>> = match id.get_value() {
                Some(id) => Box::pin(inventory::update_supplier(&id, revision, &details)),
                None => Box::pin(inventory::create_supplier(&details)),
            };
            async move { saved.await.map(learn) }
        },
        move |_| {
            toast::success(tu_string!(i18n, stock.supplier.saved));
            if is_new && let Some(id) = id.get_value() {
                go(&routes::admin::supplier(&id), NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
            }
        },
    );
    let may = move || session.with(|session| session.can(Permission::InventoryWrite));
    let languages = Signal::derive(move || {
        let locale = i18n.get_locale();
        let choice = |&language: &Language| Choice::new(language.as_str(), words::language(locale, language));
        Language::ALL.iter().map(choice).collect::<Vec<_>>()
    });
    view! {
        <FormView form on_submit=move || editor.save()>
            <Card title=move || t_string!(i18n, stock.supplier.details)>
                <fieldset class="stock__fieldset" disabled=move || !may()>
                    <div class="form__grid">
                        <TextField pointer="/name" label=move || t_string!(i18n, stock.supplier.name) value=draft.name maxlength=100/>
                        <TextField pointer="/company" label=move || t_string!(i18n, stock.supplier.company) value=draft.company maxlength=150 optional=true/>
                        <TextField pointer="/contact_person" label=move || t_string!(i18n, stock.supplier.contact) value=draft.contact_person maxlength=100 optional=true/>
                        <TextField
                            pointer="/email"
                            label=move || t_string!(i18n, stock.supplier.email)
                            hint=move || t_string!(i18n, stock.supplier.email_hint)
                            value=draft.email
                            kind="email"
                            optional=true
                        />
                        <TextField pointer="/phone" label=move || t_string!(i18n, stock.supplier.phone) value=draft.phone kind="tel" optional=true/>
                        <TextField
                            pointer="/lead_time_days"
                            label=move || t_string!(i18n, stock.supplier.lead_time)
                            hint=move || t_string!(i18n, stock.supplier.lead_time_hint)
                            value=draft.lead_time_days
                            inputmode="numeric"
                            maxlength=3
                        />
                        <SelectField
                            pointer="/locale"
                            label=move || t_string!(i18n, stock.supplier.language)
                            hint=move || t_string!(i18n, stock.supplier.language_hint)
                            value=draft.locale
                            choices=languages
                        />
                        <div class="form__wide">
                            <TextArea pointer="/address" label=move || t_string!(i18n, stock.supplier.address) value=draft.address maxlength=500 rows=2 optional=true/>
                        </div>
                        <div class="form__wide">
                            <TextArea pointer="/notes" label=move || t_string!(i18n, stock.supplier.notes) value=draft.notes maxlength=2000 rows=2 optional=true/>
                        </div>
                        <div class="form__wide">
                            <Checkbox pointer="/active" checked=draft.active>{move || t_string!(i18n, stock.supplier.active_text)}</Checkbox>
                        </div>
                    </div>
                </fieldset>
            </Card>
            <Show when=may><SaveBar editor/></Show>
        </FormView>
        <ConflictDialog editor label=label value=shown/>
    }
    .into_any()
}
