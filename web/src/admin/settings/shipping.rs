//! What shipping costs: couriers' services, free shipping, days in the shop.

use leptos::prelude::*;
use shared::ids::ShippingServiceId;
use shared::money::Rupiah;
use shared::settings::{ShippingDetails, ShippingServiceDetails, ShippingSettings};

use super::form::{SettingsForm, use_settings};
use super::frame::SettingsPage;
use super::words;
use crate::api::settings;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::ui::{Badge, Button, Card, Checkbox, Form, IconButton, LinkButton, RUPIAH, TextField, Tone, Version, money, use_load};

/// Couriers and what they cost.
#[component]
pub fn ShippingSettingsPage() -> impl IntoView {
    let i18n = use_i18n();
    let load = use_load(settings::get_shipping_settings);
    view! {
        <SettingsPage title=move || t_string!(i18n, people.shipping.title) load let(settings)>
            <ShippingForm settings/>
        </SettingsPage>
    }
    .into_any()
}

fn version(settings: ShippingSettings) -> Version<ShippingDetails> {
    Version { value: settings.details, revision: settings.revision }
}

/// A service's fields.
#[derive(Clone, Copy, PartialEq)]
struct Line {
    /// Tells lines apart, also those that are not saved yet.
    key: u32,
    id: Option<ShippingServiceId>,
    texts: [RwSignal<String>; 12],
    active: RwSignal<bool>,
    /// Whether its fields are in sight.
    open: RwSignal<bool>,
}

/// Places of a line's texts.
const COURIER: usize = 0;
const CODE: usize = 1;
const NAME: usize = 2;
const BASE: usize = 3;
const PER_KG: usize = 4;
const PER_KM: usize = 5;
const DIVISOR: usize = 6;
const MIN_KG: usize = 7;
const TOLERANCE: usize = 8;
const FARTHEST: usize = 9;
const MIN_DAYS: usize = 10;
const MAX_DAYS: usize = 11;

impl Line {
    fn new(key: u32, service: &ShippingServiceDetails) -> Self {
        let number = |number: i64| RwSignal::new(number.to_string());
        Self {
            key,
            id: service.id,
            texts: [
                RwSignal::new(service.courier.clone()),
                RwSignal::new(service.code.clone()),
                RwSignal::new(service.name.clone()),
                number(service.base_price.0),
                number(service.price_per_kg.0),
                number(service.price_per_km.0),
                number(service.volumetric_divisor.into()),
                number(service.min_weight_kg.into()),
                number(service.rounding_tolerance_g.into()),
                RwSignal::new(service.max_distance_km.map(|most| most.to_string()).unwrap_or_default()),
                number(service.min_days.into()),
                number(service.max_days.into()),
            ],
            active: RwSignal::new(service.active),
            open: RwSignal::new(service.id.is_none()),
        }
    }

    fn read(self) -> ShippingServiceDetails {
        let text = |at: usize| self.texts[at].get().trim().to_owned();
        let number = |at: usize| words::number(&self.texts[at].get());
        let small = |at: usize| i32::try_from(number(at)).unwrap_or(i32::MAX);
        ShippingServiceDetails {
            id: self.id,
            courier: text(COURIER),
            code: text(CODE),
            name: text(NAME),
            base_price: Rupiah(number(BASE)),
            price_per_kg: Rupiah(number(PER_KG)),
            price_per_km: Rupiah(number(PER_KM)),
            volumetric_divisor: small(DIVISOR),
            min_weight_kg: small(MIN_KG),
            rounding_tolerance_g: small(TOLERANCE),
            max_distance_km: (!text(FARTHEST).is_empty()).then(|| small(FARTHEST)),
            min_days: small(MIN_DAYS),
            max_days: small(MAX_DAYS),
            active: self.active.get(),
        }
    }
}

/// A service that is not there yet.
fn fresh() -> ShippingServiceDetails {
    ShippingServiceDetails {
        id: None,
        courier: String::new(),
        code: String::new(),
        name: String::new(),
        base_price: Rupiah::ZERO,
        price_per_kg: Rupiah::ZERO,
        price_per_km: Rupiah::ZERO,
        volumetric_divisor: 6000,
        min_weight_kg: 1,
        rounding_tolerance_g: 300,
        max_distance_km: None,
        min_days: 1,
        max_days: 3,
        active: true,
    }
}

#[component]
fn ShippingForm(settings: ShippingSettings) -> impl IntoView {
    let i18n = use_i18n();
    let (free, handling) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let lines = RwSignal::new(Vec::<Line>::new());
    let next = StoredValue::new(0_u32);
    let owner = Owner::current();
    let line = move |service: &ShippingServiceDetails| {
        next.update_value(|next| *next += 1);
        let make = || Line::new(next.get_value(), service);
        // Fields live as long as the form, not as the press that made them.
        owner.as_ref().map_or_else(make, |owner| owner.with(make))
    };
    let line = StoredValue::new_local(line);
    let write = move |details: ShippingDetails| {
        free.set(details.free_from.map(|free| free.0.to_string()).unwrap_or_default());
        handling.set(details.handling_days.to_string());
        // What was unfolded stays so when it is saved; what was new has an id only then, and is known by its place.
        let before = lines.get_untracked();
        let fresh = details.services.iter().enumerate().map(|(index, service)| {
            let line = line.with_value(|line| line(service));
            let known = before.iter().find(|known| known.id == line.id);
            let was = known.or_else(|| before.get(index).filter(|new| new.id.is_none()));
            line.open.set(line.id.is_none() || was.is_some_and(|was| was.open.get_untracked()));
            line
        });
        lines.set(fresh.collect());
    };
    let read = move || ShippingDetails {
        free_from: (!free.get().trim().is_empty()).then(|| Rupiah(words::number(&free.get()))),
        handling_days: i32::try_from(words::number(&handling.get())).unwrap_or(i32::MAX),
        services: lines.get().into_iter().map(Line::read).collect(),
    };
    let origin = settings.origin.clone();
    let editor = use_settings(settings, version, read, write, settings::get_shipping_settings, |details, revision| {
        settings::update_shipping_settings(&details, revision)
    });
    let placed = move || -> Vec<(usize, Line)> { lines.get().into_iter().enumerate().collect() };
    let add = move || lines.update(|lines| lines.push(line.with_value(|line| line(&fresh()))));
    view! {
        <SettingsForm editor>
            <Card title=move || t_string!(i18n, people.shipping.general)>
                <div class="form__grid">
                    <TextField
                        pointer="/free_from"
                        label=move || t_string!(i18n, people.shipping.free_from)
                        hint=move || t_string!(i18n, people.shipping.free_hint)
                        value=free
                        inputmode="numeric"
                        sum=RUPIAH
                        optional=true
                    />
                    <TextField
                        pointer="/handling_days"
                        label=move || t_string!(i18n, people.shipping.handling)
                        hint=move || t_string!(i18n, people.shipping.handling_hint)
                        value=handling
                        inputmode="numeric"
                        maxlength=2
                    />
                    <div class="form__wide row">
                        <span>{move || t_string!(i18n, people.shipping.origin, place = origin.clone()).to_string()}</span>
                        <LinkButton href=routes::admin::SETTINGS_STORE.to_owned()>{move || t_string!(i18n, people.shipping.change_origin)}</LinkButton>
                    </div>
                </div>
            </Card>
            <For
                each=placed
                key=|(index, line)| (*index, line.key)
                children=move |(index, line)| view! { <ServiceCard index line lines/> }
            />
            <div><Button icon=icondata::LuPlus on_click=add attr:data-test="add-service">{move || t_string!(i18n, people.shipping.add)}</Button></div>
        </SettingsForm>
    }
    .into_any()
}

#[component]
fn ServiceCard(index: usize, line: Line, lines: RwSignal<Vec<Line>>) -> impl IntoView {
    let i18n = use_i18n();
    let title = move || {
        let name = format!("{} {}", line.texts[COURIER].get(), line.texts[CODE].get());
        if name.trim().is_empty() { t_string!(i18n, people.shipping.new).to_owned() } else { name }
    };
    let shift = move |by: isize| {
        lines.update(|lines| {
            let Some(from) = lines.iter().position(|other| other.key == line.key) else { return };
            if let Some(to) = from.checked_add_signed(by).filter(|to| *to < lines.len()) {
                lines.swap(from, to);
            }
        });
    };
    let remove = move || lines.update(|lines| lines.retain(|other| other.key != line.key));
    let aside = move || {
        view! {
            <Show when=move || !line.active.get()><Badge tone=Tone::Neutral>{move || t_string!(i18n, people.shipping.off)}</Badge></Show>
            <IconButton icon=icondata::LuArrowUp label=move || t_string!(i18n, people.shipping.up) on_click=move || shift(-1)/>
            <IconButton icon=icondata::LuArrowDown label=move || t_string!(i18n, people.shipping.down) on_click=move || shift(1)/>
            {line.id.is_none().then(|| view! { <IconButton icon=icondata::LuTrash2 label=move || t_string!(i18n, people.shipping.remove) on_click=remove/> })}
        }
    };
    // A line that moves is drawn anew, so that what is wrong with it stands on its own fields.
    let at = move |field: &str| format!("/services/{index}/{field}");
    let form = use_context::<Form>();
    // What is wrong is in sight.
    Effect::new(move |_| {
        let at = format!("/services/{index}");
        if form.and_then(|form| form.error_text_under(i18n.get_locale(), &at)).is_some() {
            line.open.set(true);
        }
    });
    let summary = move || {
        let locale = i18n.get_locale();
        let sum = |at: usize| money(locale, Rupiah(words::number(&line.texts[at].get())));
        t_string!(
            i18n,
            people.shipping.summary,
            base = sum(BASE),
            kg = sum(PER_KG),
            km = sum(PER_KM),
            from = line.texts[MIN_DAYS].get(),
            until = line.texts[MAX_DAYS].get()
        )
        .to_string()
    };
    view! {
        <Card title=title aside>
            <div class="service" data-test="service">
                <p class="muted service__summary">{summary}</p>
                <div class="row row--between">
                    <Checkbox checked=line.active>{move || t_string!(i18n, people.shipping.active)}</Checkbox>
                    <button
                        type="button"
                        class="link-button"
                        aria-expanded=move || if line.open.get() { "true" } else { "false" }
                        on:click=move |_| line.open.update(|open| *open = !*open)
                        data-test="service-open"
                    >
                        {move || if line.open.get() { t_string!(i18n, people.shipping.fold) } else { t_string!(i18n, people.shipping.unfold) }}
                        <span class="visually-hidden">" " {title}</span>
                    </button>
                </div>
                <div class="form__grid" hidden=move || !line.open.get()>
                    <TextField pointer=at("courier") label=move || t_string!(i18n, people.shipping.courier) value=line.texts[COURIER] maxlength=30/>
                    <TextField pointer=at("code") label=move || t_string!(i18n, people.shipping.code) value=line.texts[CODE] maxlength=20/>
                    <TextField pointer=at("name") label=move || t_string!(i18n, people.shipping.name) value=line.texts[NAME] maxlength=60/>
                    <TextField pointer=at("base_price") label=move || t_string!(i18n, people.shipping.base) value=line.texts[BASE] inputmode="numeric" sum=RUPIAH/>
                    <TextField pointer=at("price_per_kg") label=move || t_string!(i18n, people.shipping.per_kg) value=line.texts[PER_KG] inputmode="numeric" sum=RUPIAH/>
                    <TextField pointer=at("price_per_km") label=move || t_string!(i18n, people.shipping.per_km) value=line.texts[PER_KM] inputmode="numeric" sum=RUPIAH/>
                    <TextField pointer=at("min_days") label=move || t_string!(i18n, people.shipping.min_days) value=line.texts[MIN_DAYS] inputmode="numeric"/>
                    <TextField pointer=at("max_days") label=move || t_string!(i18n, people.shipping.max_days) value=line.texts[MAX_DAYS] inputmode="numeric"/>
                    <TextField pointer=at("max_distance_km") label=move || t_string!(i18n, people.shipping.farthest) value=line.texts[FARTHEST] inputmode="numeric" suffix="km" optional=true/>
                    <TextField pointer=at("volumetric_divisor") label=move || t_string!(i18n, people.shipping.divisor) value=line.texts[DIVISOR] inputmode="numeric"/>
                    <TextField pointer=at("min_weight_kg") label=move || t_string!(i18n, people.shipping.min_kg) value=line.texts[MIN_KG] inputmode="numeric" suffix="kg"/>
                    <TextField pointer=at("rounding_tolerance_g") label=move || t_string!(i18n, people.shipping.tolerance) value=line.texts[TOLERANCE] inputmode="numeric" suffix="g"/>
                </div>
            </div>
        </Card>
    }
    .into_any()
}
