//! Fields, forms and suggestions.

use leptos::prelude::*;
use shared::account::{Locale as Language, RegisterRequest};
use shared::problem::{ErrorCode, Problem};

use super::Part;
use crate::api::ApiError;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::*;

#[component]
pub fn FieldsPart() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Part title=move || t_string!(i18n, kit.fields)>
            <div class="grid" style="--cell: 22rem; --gap: 2rem; align-items: start">
                <RegisterForm/>
                <OtherFields/>
            </div>
        </Part>
    }
    .into_any()
}

#[component]
fn RegisterForm() -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let (name, email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let terms = RwSignal::new(false);
    let send = move || {
        form.submit(
            RegisterRequest {
                name: name.get_untracked(),
                email: email.get_untracked(),
                password: password.get_untracked(),
                locale: Language::Indonesian,
            },
            |request| async move {
                gloo_timers::future::TimeoutFuture::new(900).await;
                Ok::<_, ApiError>(request)
            },
            move |_| toast::success(tu_string!(i18n, kit.sent)),
        );
    };
    let fail = move || {
        form.fail(ApiError::Problem(Box::new(Problem {
            kind: "/problems/rate_limited".to_owned(),
            title: String::new(),
            status: 429,
            code: ErrorCode::RateLimited,
            detail: String::new(),
            request_id: "01JD3Y5W8Q".to_owned(),
            errors: Vec::new(),
            params: std::collections::BTreeMap::new(),
        })));
    };
    view! {
        <FormView form on_submit=send>
            <TextField pointer="/name" label=move || t_string!(i18n, kit.name) value=name autocomplete="name"/>
            <TextField
                pointer="/email"
                kind="email"
                label=move || t_string!(i18n, kit.email)
                hint=move || t_string!(i18n, kit.email_hint)
                value=email
                autocomplete="email"
            />
            <PasswordField
                pointer="/password"
                label=move || t_string!(i18n, kit.password)
                value=password
                new=true
                about=Signal::derive(move || vec![name.get(), email.get()])
            />
            <Checkbox pointer="/terms" checked=terms>{move || t_string!(i18n, kit.terms)}</Checkbox>
            <div class="form__actions">
                <Button submit=true kind=ButtonKind::Primary loading=form.busy()>{move || t_string!(i18n, kit.submit)}</Button>
                <Button kind=ButtonKind::Quiet on_click=fail>{move || t_string!(i18n, kit.fail)}</Button>
            </div>
        </FormView>
    }
    .into_any()
}

#[component]
fn OtherFields() -> impl IntoView {
    let i18n = use_i18n();
    let (price, weight, notes) =
        (RwSignal::new(String::from("14250000")), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (sort, finish, courier) =
        (RwSignal::new(String::new()), RwSignal::new(String::from("black")), RwSignal::new(String::from("reg")));
    let (news, quantity, stars) = (RwSignal::new(true), RwSignal::new(1_u32), RwSignal::new(4_u8));
    let sorts = Signal::derive(move || {
        vec![Choice::new("newest", t_string!(i18n, kit.sort_newest)), Choice::new("price", t_string!(i18n, kit.sort_price))]
    });
    let finishes =
        vec![Choice::new("black", "Satin Black"), Choice::new("burst", "Tobacco Sunburst"), Choice::new("white", "Snow White")];
    let couriers = vec![
        Choice::new("reg", "JNE Reguler").with_note("Rp\u{a0}42.000 · 2–3 hari"),
        Choice::new("cargo", "JNE Trucking").with_note("Rp\u{a0}31.000 · 4–6 hari"),
    ];
    view! {
        <div class="form">
            <div class="form__pair">
                <TextField pointer="/price" label=move || t_string!(i18n, kit.price) value=price sum=RUPIAH inputmode="numeric"/>
                <TextField pointer="/weight" label=move || t_string!(i18n, kit.weight) value=weight suffix="g" inputmode="numeric" optional=true/>
            </div>
            <div class="form__pair">
                <SelectField
                    pointer="/sort"
                    label=move || t_string!(i18n, kit.sort)
                    value=sort
                    choices=sorts
                    placeholder=move || t_string!(i18n, kit.choose)
                />
                <CityPicker/>
            </div>
            <RadioGroup pointer="/finish" label=move || t_string!(i18n, kit.finish) value=finish choices=finishes inline=true/>
            <RadioGroup pointer="/courier" label=move || t_string!(i18n, kit.courier) value=courier choices=couriers/>
            <TextArea pointer="/notes" label=move || t_string!(i18n, kit.notes) value=notes maxlength=200 optional=true/>
            <div class="row row--between">
                <QuantityStepper
                    label=move || t_string!(i18n, kit.quantity)
                    value=quantity
                    max=Signal::stored(5_u32)
                    on_change=move |wanted| quantity.set(wanted)
                />
                <Switch label=move || t_string!(i18n, kit.newsletter) on=news on_change=move |on| news.set(on)/>
            </div>
            <RatingInput pointer="/stars" label=move || t_string!(i18n, kit.rate) value=stars/>
            <SearchBox/>
        </div>
    }
    .into_any()
}

#[component]
fn CityPicker() -> impl IntoView {
    let i18n = use_i18n();
    let city = RwSignal::new(None::<Choice>);
    let cities: Vec<Choice> =
        ["Kota Bandung", "Kota Cimahi", "Kota Jakarta Selatan", "Kota Medan", "Kota Surabaya", "Kota Yogyakarta"]
            .iter()
            .map(|name| Choice::new(*name, *name))
            .collect();
    view! {
        <SelectOnly
            pointer="/city"
            label=move || t_string!(i18n, kit.city)
            placeholder=move || t_string!(i18n, kit.city_placeholder)
            picked=city
            choices=cities
        />
    }
    .into_any()
}

#[component]
fn SearchBox() -> impl IntoView {
    let i18n = use_i18n();
    let query = RwSignal::new(String::new());
    let options = Signal::derive(move || {
        let typed = query.get().to_lowercase();
        [(0, "Gibson Les Paul Studio"), (0, "Gibson SG Standard"), (0, "Ibanez RG550"), (1, "Gibson"), (1, "Ibanez")]
            .into_iter()
            .filter(|(_, name)| name.to_lowercase().contains(&typed))
            .map(|(kind, name)| {
                let group = if kind == 0 { t_string!(i18n, kit.guitars) } else { t_string!(i18n, kit.brands) };
                ComboOption::new(format!("{kind}-{name}"), name).group(group)
            })
            .collect::<Vec<_>>()
    });
    view! {
        <Combobox
            pointer="q"
            label=move || t_string!(i18n, kit.combo)
            placeholder=move || t_string!(i18n, kit.combo_placeholder)
            icon=icondata::LuSearch
            query
            options
            min_chars=2
            on_pick=|picked: ComboOption| toast::info(picked.label)
            on_enter=|text: String| toast::info(text)
        />
    }
    .into_any()
}
