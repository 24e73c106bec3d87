//! How providers are offered: switched on and off, keys, ways to pay. Keys go in and never come out.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DbErr};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use shared::audit::AuditSubject;
use shared::payments::{PaymentProvider, ProviderKey};
use shared::settings::{
    KeyName, KeyState, NewKeys, NotOffered, PaymentProviderDetails, PaymentProviderSettings, SettingSource, TestResult,
};
use shared::validate::{FieldCode, FieldError};

use super::gateway::notification_url;
use super::store::{self, ConfigurationRow, OpenRow};
use super::{open, refusal};
use crate::account;
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::db::execute;
use crate::http::{ApiError, Caller, IfMatch};

/// How long a provider may take to say whether it takes keys that were saved. One that says nothing in that time is believed
/// to take them.
const PATIENCE: Duration = Duration::from_secs(5);

/// Of a key at least so long the last four characters give nothing away.
const LONG: usize = 16;

fn ends_with(key: &str) -> Option<String> {
    let length = key.chars().count();
    (length >= LONG).then(|| key.chars().skip(length - 4).collect())
}

/// A provider as it is set, and how many payments are under way at it.
fn view(ctx: &Ctx, provider: PaymentProvider, row: Option<&ConfigurationRow>, open_now: &[OpenRow]) -> PaymentProviderSettings {
    let facts = provider.facts();
    let kept = open::kept(&ctx.vault, provider, row);
    let keys_unreadable = kept.is_err();
    let kept = kept.unwrap_or_default();
    // Of one provider all keys come from one place.
    let own = keys_unreadable || facts.keys.iter().any(|key| kept.get(key.name).is_some());
    let key = |key: &ProviderKey| {
        let name = key.name;
        let (source, value) = match (kept.get(name), open::configured(&ctx.config, provider, name)) {
            _ if keys_unreadable => (SettingSource::Settings, None),
            (Some(key), _) => (SettingSource::Settings, ends_with(key)),
            (None, Some(key)) if !own => (SettingSource::Configuration, ends_with(key.expose_secret())),
            _ => (SettingSource::Nowhere, None),
        };
        KeyState { name, source, ends_with: value }
    };
    let rows: Vec<ConfigurationRow> = row.cloned().into_iter().collect();
    let gateway = open::of(ctx, &rows).get(provider).cloned();
    let active = row.is_none_or(|row| row.active);
    // The configuration says itself where its keys belong.
    let sandbox = match &gateway {
        Some(gateway) if !own => gateway.is_sandbox(),
        _ => row.is_none_or(|row| row.sandbox),
    };
    let refused = gateway.as_ref().and_then(|gateway| refusal::standing(row, &**gateway));
    let not_offered: Vec<NotOffered> = [
        (!active).then_some(NotOffered::SwitchedOff),
        (gateway.is_none() && !keys_unreadable).then_some(NotOffered::KeysMissing),
        keys_unreadable.then_some(NotOffered::KeysUnreadable),
        refused.map(|_| NotOffered::KeysRefused),
    ]
    .into_iter()
    .flatten()
    .collect();
    PaymentProviderSettings {
        provider,
        revision: row.map_or(0, |row| row.revision),
        details: PaymentProviderDetails {
            active,
            sandbox,
            minimum: row.map_or_else(|| gateway.as_ref().map_or(super::methods::MINIMUM, |it| it.minimum()), |row| row.minimum),
            expiry_minutes: row.map_or(24 * 60, |row| row.expiry_minutes),
            methods: row.and_then(|row| row.methods.clone()),
            keys: NewKeys::default(),
            forget_keys: false,
        },
        keys: facts.keys.iter().map(key).collect(),
        keys_unreadable,
        keys_refused: refused,
        offered: not_offered.is_empty(),
        not_offered,
        open_payments: OpenRow::at(open_now, provider),
        known_methods: facts.methods.iter().map(|&method| method.to_owned()).collect(),
        notification_url: notification_url(&ctx.config.public_url, provider),
    }
}

/// All providers.
pub(super) async fn list(ctx: &Ctx) -> Result<Vec<PaymentProviderSettings>, ApiError> {
    let rows = store::configurations(&ctx.db).await?;
    let open_now = store::open_attempts(&ctx.db).await?;
    let view =
        |provider: &PaymentProvider| view(ctx, *provider, rows.iter().find(|row| row.provider == provider.as_str()), &open_now);
    Ok(PaymentProvider::ALL.iter().map(view).collect())
}

/// For the audit log: without keys, but with what became of them.
fn for_log(settings: &PaymentProviderSettings, changed: &[KeyName]) -> Result<Value, ApiError> {
    let mut value = serde_json::to_value(&settings.details)?;
    if let Some(fields) = value.as_object_mut() {
        fields.remove("keys");
        fields.remove("forget_keys");
        let source = |key: &KeyState| json!({ "name": key.name, "source": key.source });
        fields.insert("keys".to_owned(), settings.keys.iter().map(source).collect());
        fields.insert("changed".to_owned(), json!(changed));
    }
    Ok(value)
}

/// Changes how a provider is offered.
///
/// # Errors
/// 422 for rules of the provider; 412 when somebody else was faster; 403 for programs, and without the password given of late,
/// where it says whose account the money goes to.
pub(super) async fn update(
    ctx: &Ctx,
    by: &Caller,
    provider: PaymentProvider,
    if_match: IfMatch,
    ask: PaymentProviderDetails,
) -> Result<PaymentProviderSettings, ApiError> {
    ask.check_for(provider).map_err(ApiError::invalid)?;
    let tx = ctx.begin().await?;
    // The row that is locked must be there; its first revision is 0, as of one that is not.
    let sql = "INSERT INTO payment_configurations (provider, active, sandbox, revision) VALUES ($1, true, true, 0)
               ON CONFLICT (provider) DO NOTHING";
    let new = execute(&tx, sql, [provider.as_str().into()]).await? == 1;
    let row = store::lock_configuration(&tx, provider).await?.ok_or_else(|| ApiError::internal("the row was just written"))?;
    if_match.check(row.revision)?;
    let open_now = store::open_attempts(&tx).await?;
    let before = view(ctx, provider, Some(&row).filter(|_| !new), &open_now);
    let known = provider.facts().keys;
    let changed: Vec<KeyName> = known.iter().map(|key| key.name).filter(|name| ask.keys.get(*name).is_some()).collect();
    let anew = ask.forget_keys || !changed.is_empty();
    // Another account would be paid, or none at all. Programs may still switch a provider off, and say what it is offered for.
    if anew || ask.sandbox != before.details.sandbox {
        account::confirmed(&tx, ctx.clock.now(), by).await?;
    }
    let opened = open::kept(&ctx.vault, provider, Some(&row));
    // Keys that cannot be opened stay sealed as they are: the secret key that opens them may come back.
    let untouched = opened.is_err() && !ask.forget_keys && changed.is_empty();
    let mut kept = if ask.forget_keys { NewKeys::default() } else { opened.unwrap_or_default() };
    for &name in &changed {
        kept.set(name, ask.keys.get(name).map(str::to_owned));
    }
    // Of one provider all keys come from one place.
    let any = known.iter().any(|key| kept.get(key.name).is_some());
    if any && let Some(missing) = known.iter().find(|key| key.needed && kept.get(key.name).is_none()) {
        return Err(ApiError::invalid(vec![FieldError::new(format!("/keys/{}", missing.name), FieldCode::Required)]));
    }
    // Some keys say themselves where they belong.
    let astray = |key: &&ProviderKey| match (key.live_mark, kept.get(key.name)) {
        (Some(mark), Some(value)) => value.contains(mark) == ask.sandbox,
        _ => false,
    };
    if let Some(key) = known.iter().find(astray) {
        return Err(ApiError::invalid(vec![FieldError::new(format!("/keys/{}", key.name), FieldCode::InvalidFormat)]));
    }
    let sealed = match (untouched, any) {
        (true, _) => row.sealed_keys.clone(),
        (false, true) => Some(ctx.vault.seal(&open::place(provider), &serde_json::to_vec(&kept)?)?),
        (false, false) => None,
    };
    write(&tx, provider, &ask, sealed, anew).await?;
    let row = store::lock_configuration(&tx, provider).await?;
    let after = view(ctx, provider, row.as_ref(), &open_now);
    let subject = Subject::new(AuditSubject::Settings, "payments", provider.as_str());
    let (old, new) = (for_log(&before, &[])?, for_log(&after, &changed)?);
    audit::record(&tx, by, Action::PaymentSettingsUpdated, &subject, &old, &new, ctx.clock.now()).await?;
    tx.commit().await?;
    Ok(match row {
        Some(row) => tried(ctx, provider, row, &open_now).await,
        None => after,
    })
}

/// What was saved, after asking the provider whether it takes the keys. That it was saved holds whatever comes of it.
async fn tried(ctx: &Ctx, provider: PaymentProvider, mut row: ConfigurationRow, open_now: &[OpenRow]) -> PaymentProviderSettings {
    if let Some(gateway) = open::of(ctx, std::slice::from_ref(&row)).get(provider)
        && let Ok(answer) = tokio::time::timeout(PATIENCE, gateway.reach()).await
    {
        let noted = async {
            refusal::take_note(ctx, &**gateway, answer.as_ref().copied()).await?;
            store::configurations(&ctx.db).await
        };
        match noted.await {
            Ok(rows) => {
                // Of what somebody else changed meanwhile this revision knows nothing.
                if let Some(now) = rows.into_iter().find(|now| now.provider == row.provider) {
                    row.refused_keys = now.refused_keys;
                    row.keys_refused_at = now.keys_refused_at;
                    row.keys_refused_status = now.keys_refused_status;
                }
            }
            Err(error) => tracing::warn!(%provider, %error, "what a payment provider says of its keys could not be kept"),
        }
    }
    view(ctx, provider, Some(&row), open_now)
}

async fn write(
    tx: &impl ConnectionTrait,
    provider: PaymentProvider,
    ask: &PaymentProviderDetails,
    sealed: Option<Vec<u8>>,
    anew: bool,
) -> Result<(), DbErr> {
    // Keys that are given anew were not refused.
    let sql = "UPDATE payment_configurations SET active = $2, sandbox = $3, minimum = $4, expiry_minutes = $5, methods = $6,
                      sealed_keys = $7, revision = revision + 1,
                      refused_keys = CASE WHEN NOT $8 THEN refused_keys END,
                      keys_refused_at = CASE WHEN NOT $8 THEN keys_refused_at END,
                      keys_refused_status = CASE WHEN NOT $8 THEN keys_refused_status END WHERE provider = $1";
    let values = [
        provider.as_str().into(),
        ask.active.into(),
        ask.sandbox.into(),
        ask.minimum.0.into(),
        ask.expiry_minutes.into(),
        ask.methods.clone().into(),
        sealed.into(),
        anew.into(),
    ];
    execute(tx, sql, values).await.map(drop)
}

/// Asks the provider something harmless, with the keys as they are kept now. One that takes them is offered again.
pub(super) async fn test(ctx: &Ctx, by: &Caller, provider: PaymentProvider) -> Result<TestResult, ApiError> {
    let rows = store::configurations(&ctx.db).await?;
    let row = rows.iter().find(|row| row.provider == provider.as_str());
    let unreadable = open::kept(&ctx.vault, provider, row).err();
    let gateway = open::of(ctx, &rows).get(provider).cloned();
    let result = match gateway {
        None => TestResult { ok: false, answer: unreadable.map_or_else(|| "no keys".to_owned(), |why| why.to_string()) },
        Some(gateway) => {
            let answer = gateway.reach().await;
            refusal::take_note(ctx, &*gateway, answer.as_ref().copied()).await?;
            match answer {
                Ok(()) => TestResult { ok: true, answer: if gateway.is_sandbox() { "sandbox" } else { "live" }.to_owned() },
                Err(error) => TestResult { ok: false, answer: error.to_string() },
            }
        }
    };
    let tx = ctx.begin().await?;
    let subject = Subject::new(AuditSubject::Settings, "payments", provider.as_str());
    audit::record(&tx, by, Action::SettingsTested, &subject, &(), &result, ctx.clock.now()).await?;
    tx.commit().await?;
    Ok(result)
}
