//! Payment providers: on and off, keys, ways to pay.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::money::Rupiah;
use shared::payments::PaymentProvider;
use shared::settings::{
    KeyName, KeyState, KeysRefused, NewKeys, NotOffered, PaymentProviderDetails, PaymentProviderSettings, SettingSource,
    TestResult,
};

use super::super::confirm_password::with_password;
use super::form::{SettingsForm, use_settings};
use super::frame::SettingsPage;
use super::{tested::Outcome, words};
use crate::api::{ApiError, settings};
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::ui::{Badge, Button, Card, Checkbox, PasswordField, RUPIAH, TextField, Tone, Version, date_time, toast, use_load};

/// All payment providers.
#[component]
pub fn PaymentSettingsPage() -> impl IntoView {
    let i18n = use_i18n();
    let load = use_load(settings::list_payment_settings);
    view! {
        <SettingsPage title=move || t_string!(i18n, people.payments.title) load let(providers)>
            <p class="muted">{move || t_string!(i18n, people.payments.text)}</p>
            {providers.into_iter().map(|settings| view! { <ProviderForm settings/> }).collect_view()}
        </SettingsPage>
    }
    .into_any()
}

/// A provider as it is set now.
async fn read(provider: PaymentProvider) -> Result<PaymentProviderSettings, ApiError> {
    let all = settings::list_payment_settings().await?;
    all.into_iter().find(|settings| settings.provider == provider).ok_or(ApiError::Unreadable(200))
}

/// Why a provider is not offered.
fn reason(locale: Locale, why: NotOffered, refused: Option<KeysRefused>) -> String {
    match (why, refused) {
        (NotOffered::KeysRefused, Some(KeysRefused { at, status })) => {
            td_string!(locale, people.payments.keys_refused, at = date_time(locale, at), status = status)
        }
        (NotOffered::KeysRefused, None) => td_string!(locale, people.payments.not_offered).to_owned(),
        (NotOffered::SwitchedOff, _) => td_string!(locale, people.payments.switched_off).to_owned(),
        (NotOffered::KeysMissing, _) => td_string!(locale, people.payments.keys_missing).to_owned(),
        (NotOffered::KeysUnreadable, _) => td_string!(locale, people.payments.unreadable).to_owned(),
    }
}

fn version(settings: PaymentProviderSettings) -> Version<PaymentProviderDetails> {
    let mut details = settings.details;
    // In the order in which they are ticked here.
    details.methods = details.methods.map(|methods| {
        let held = |known: &&&str| methods.iter().any(|method| method == **known);
        settings.provider.facts().methods.iter().filter(held).map(|&method| method.to_owned()).collect()
    });
    Version { value: details, revision: settings.revision }
}

/// The fields, as they are being changed.
#[derive(Clone, Copy)]
struct Draft {
    active: RwSignal<bool>,
    sandbox: RwSignal<bool>,
    minimum: RwSignal<String>,
    expiry: RwSignal<String>,
    /// Whether the ways to pay are chosen here.
    choose: RwSignal<bool>,
    methods: RwSignal<Vec<String>>,
    /// As many as there are kinds of keys; the provider's are the first.
    keys: [RwSignal<String>; KeyName::ALL.len()],
    forget: RwSignal<bool>,
    provider: PaymentProvider,
}

impl Draft {
    fn new(provider: PaymentProvider) -> Self {
        Self {
            active: RwSignal::default(),
            sandbox: RwSignal::default(),
            minimum: RwSignal::default(),
            expiry: RwSignal::default(),
            choose: RwSignal::default(),
            methods: RwSignal::default(),
            keys: std::array::from_fn(|_| RwSignal::default()),
            forget: RwSignal::default(),
            provider,
        }
    }

    /// The ways to pay that can be switched, in their order.
    fn known(self) -> impl Iterator<Item = &'static str> {
        self.provider.facts().methods.iter().copied()
    }

    fn read(self) -> PaymentProviderDetails {
        let mut keys = NewKeys::default();
        for (key, typed) in self.provider.facts().keys.iter().zip(self.keys) {
            keys.set(key.name, Some(typed.get().trim().to_owned()).filter(|typed| !typed.is_empty()));
        }
        PaymentProviderDetails {
            active: self.active.get(),
            sandbox: self.sandbox.get(),
            minimum: Rupiah(words::number(&self.minimum.get())),
            expiry_minutes: i32::try_from(words::number(&self.expiry.get())).unwrap_or(0),
            methods: self.choose.get().then(|| self.methods.get()),
            keys,
            forget_keys: self.forget.get(),
        }
    }

    fn write(self, details: PaymentProviderDetails) {
        self.active.set(details.active);
        self.sandbox.set(details.sandbox);
        self.minimum.set(details.minimum.0.to_string());
        self.expiry.set(details.expiry_minutes.to_string());
        self.choose.set(details.methods.is_some());
        self.methods.set(details.methods.unwrap_or_default());
        for key in self.keys {
            key.set(String::new());
        }
        self.forget.set(false);
    }
}

/// What is told beside the fields.
#[derive(Clone)]
struct Facts {
    offered: bool,
    not_offered: Vec<NotOffered>,
    refused: Option<KeysRefused>,
    keys: Vec<KeyState>,
    open: i64,
}

impl Facts {
    fn of(settings: &PaymentProviderSettings) -> Self {
        Self {
            offered: settings.offered,
            not_offered: settings.not_offered.clone(),
            refused: settings.keys_refused,
            keys: settings.keys.clone(),
            open: settings.open_payments,
        }
    }
}

#[component]
fn ProviderForm(settings: PaymentProviderSettings) -> impl IntoView {
    let i18n = use_i18n();
    let provider = settings.provider;
    let draft = Draft::new(provider);
    let facts = RwSignal::new(Facts::of(&settings));
    let learn = move |settings: &PaymentProviderSettings| {
        let _ = facts.try_set(Facts::of(settings));
    };
    // The configuration says itself where its keys belong.
    let configured = move || facts.with(|facts| facts.keys.iter().any(|key| key.source == SettingSource::Configuration));
    let typed = move || draft.keys.iter().any(|key| key.with(|key| !key.trim().is_empty()));
    // Other keys may be of another account, which knows nothing of what is under way.
    let open = move || Some(facts.with(|facts| facts.open)).filter(|open| *open > 0 && (draft.forget.get() || typed()));
    let settled = Signal::derive(move || configured() && !typed());
    let url = settings.notification_url.clone();
    let editor = use_settings(
        settings,
        version,
        move || draft.read(),
        move |details| draft.write(details),
        move || async move { read(provider).await.inspect(learn) },
        move |details, revision| async move {
            with_password(|| settings::update_payment_settings(provider, &details, revision)).await.inspect(learn)
        },
    );
    let result = RwSignal::new(None::<TestResult>);
    let busy = RwSignal::new(false);
    let test = move || {
        busy.set(true);
        result.set(None);
        spawn_local(async move {
            let answer = settings::test_payment_settings(provider).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(answer) => result.set(Some(answer)),
                Err(error) => toast::error(&error),
            }
            // What the provider said decides whether it is offered.
            if let Ok(settings) = read(provider).await {
                learn(&settings);
            }
        });
    };
    let reasons = move || {
        let (locale, Facts { not_offered, refused, .. }) = (i18n.get_locale(), facts.get());
        let told = |why: NotOffered| {
            let class = if why == NotOffered::SwitchedOff { "muted" } else { "notice tone-danger" };
            view! { <p class=class data-why=why.as_str()>{reason(locale, why, refused)}</p> }
        };
        (!not_offered.is_empty()).then(|| {
            view! { <div class="form__wide stack" data-test="not-offered">{not_offered.into_iter().map(told).collect_view()}</div> }
        })
    };
    let aside = move || {
        view! {
            {move || if facts.with(|facts| facts.offered) {
                view! { <Badge tone=Tone::Success>{move || t_string!(i18n, people.payments.offered)}</Badge> }.into_any()
            } else {
                view! { <Badge>{move || t_string!(i18n, people.payments.not_offered)}</Badge> }.into_any()
            }}
        }
    };
    let ticks = move || {
        draft
            .known()
            .map(|method| {
                let held = move || draft.methods.with(|methods| methods.iter().any(|known| known == method));
                let change = move |event: leptos::ev::Event| {
                    let on = event_target_checked(&event);
                    draft.methods.update(|methods| {
                        let wanted = |known: &&str| if *known == method { on } else { methods.iter().any(|held| held == known) };
                        *methods = draft.known().filter(wanted).map(str::to_owned).collect();
                    });
                };
                view! {
                    <label class="check">
                        <input type="checkbox" prop:checked=held on:change=change/>
                        <span class="check__text">{move || words::payment_method(i18n.get_locale(), provider, method)}</span>
                    </label>
                }
            })
            .collect_view()
    };
    let provided = provider.facts();
    let has_methods = !provided.methods.is_empty();
    view! {
        <div data-test=format!("provider-{provider}")>
            <SettingsForm editor>
                <Card title=provided.name aside>
                    <div class="form__grid">
                        {reasons}
                        <div class="form__wide">
                            <Checkbox pointer="/active" checked=draft.active>{move || t_string!(i18n, people.payments.active)}</Checkbox>
                            <Checkbox pointer="/sandbox" checked=draft.sandbox disabled=settled>{move || t_string!(i18n, people.payments.sandbox)}</Checkbox>
                            <Show when=move || settled.get()><p class="muted small">{move || t_string!(i18n, people.payments.sandbox_configured)}</p></Show>
                        </div>
                        {provided
                            .keys
                            .iter()
                            .zip(draft.keys)
                            .map(|(key, value)| {
                                let name = key.name;
                                let hint = move || {
                                    let locale = i18n.get_locale();
                                    facts.with(|facts| facts.keys.iter().find(|key| key.name == name).map(|key| key_hint(locale, key)).unwrap_or_default())
                                };
                                view! {
                                    <PasswordField pointer=format!("/keys/{name}") label=move || words::key_name(i18n.get_locale(), name) hint=hint value/>
                                }
                            })
                            .collect_view()}
                        <div class="form__wide">
                            <Checkbox checked=draft.forget>{move || t_string!(i18n, people.payments.forget)}</Checkbox>
                            <div role="status">
                                {move || {
                                    open()
                                        .map(|count| {
                                            view! { <p class="notice tone-warning small">{t_string!(i18n, people.payments.open, count = count)}</p> }
                                        })
                                }}
                            </div>
                            <p class="muted small">{move || t_string!(i18n, people.payments.notifications)} " " <code>{url}</code></p>
                        </div>
                        <TextField pointer="/minimum" label=move || t_string!(i18n, people.payments.minimum) value=draft.minimum inputmode="numeric" sum=RUPIAH/>
                        <TextField pointer="/expiry_minutes" label=move || t_string!(i18n, people.payments.expiry) value=draft.expiry inputmode="numeric" maxlength=4/>
                        {has_methods
                            .then(|| {
                                view! {
                                    <div class="form__wide">
                                        <Checkbox pointer="/methods" checked=draft.choose>{move || t_string!(i18n, people.payments.choose)}</Checkbox>
                                        <Show when=move || draft.choose.get()><div class="method-ticks">{ticks()}</div></Show>
                                    </div>
                                }
                            })}
                    </div>
                    <div class="stack">
                        <div>
                            <Button icon=icondata::LuPlugZap loading=busy on_click=test attr:data-test="test-provider">
                                {move || t_string!(i18n, people.payments.test)}
                            </Button>
                        </div>
                        <Outcome result/>
                    </div>
                </Card>
            </SettingsForm>
        </div>
    }
    .into_any()
}

fn key_hint(locale: Locale, key: &KeyState) -> String {
    let end = key.ends_with.as_deref().map(|end| format!(" ••••{end}")).unwrap_or_default();
    let words = match key.source {
        SettingSource::Settings => td_string!(locale, people.payments.key_set),
        SettingSource::Configuration => td_string!(locale, people.payments.key_configured),
        SettingSource::Nowhere => td_string!(locale, people.payments.key_none),
    };
    format!("{words}{end}")
}
