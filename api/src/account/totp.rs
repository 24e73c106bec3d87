//! Codes of authenticator apps: six digits, a new one every half minute (RFC 6238, with SHA-1 as every app takes it).

use chrono::{DateTime, Utc};
use fast_qr::{ECL, QRBuilder};
use poem::http::StatusCode;
use rand::RngCore;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::ids::UserId;
use shared::problem::ErrorCode;
use shared::two_factor::TwoFactorSetup;
use totp_rs::{Builder, Secret, Totp};

use crate::context::Ctx;
use crate::db::execute;
use crate::http::ApiError;
use crate::secrets::Sealed;

/// Where secrets are kept.
pub const SEALED: &[Sealed] = &[Sealed {
    what: "second factors",
    table: "users",
    column: "totp_secret",
    row: "id::text",
    place: "'totp:' || id::text",
    as_hex: true,
    passes: false,
}];

/// Bytes of a secret: what RFC 4226 recommends, 160 bits.
const SECRET_BYTES: usize = 20;
/// White around a QR code, in modules (ISO/IEC 18004).
const QUIET: usize = 4;

/// Where a person's secret is kept, for the seal. [`SEALED`] says the same.
fn place(user: UserId) -> String {
    format!("totp:{user}")
}

/// The generator of a secret. One step to either side is taken, for clocks that differ.
fn totp(secret: Vec<u8>, issuer: &str, account: &str) -> Result<Totp, ApiError> {
    // A colon would end the issuer in the address.
    let plain = |text: &str| text.replace(':', " ").trim().to_owned();
    Builder::new()
        .with_secret(Secret::from(secret))
        .with_account_name(plain(account))
        .with_issuer(Some(plain(issuer)))
        .build()
        .map_err(ApiError::internal)
}

/// Makes a secret for somebody who has none in use; it counts once a code confirmed it.
pub(super) async fn begin(
    tx: &impl ConnectionTrait,
    ctx: &Ctx,
    user: UserId,
    issuer: &str,
    account: &str,
) -> Result<TwoFactorSetup, ApiError> {
    let mut secret = vec![0_u8; SECRET_BYTES];
    rand::rng().fill_bytes(&mut secret);
    let sealed = hex::encode(ctx.vault.seal(&place(user), &secret)?);
    let sql = "UPDATE users SET totp_secret = $2, totp_last_step = NULL WHERE id = $1 AND totp_enabled_at IS NULL";
    if execute(tx, sql, [user.0.into(), sealed.into()]).await? == 0 {
        return Err(ApiError::conflict(ErrorCode::Conflict).detail("the second factor is on already"));
    }
    let totp = totp(secret, issuer, account)?;
    let url = totp.to_url().map_err(ApiError::internal)?;
    Ok(TwoFactorSetup { secret: totp.secret().to_base32(), qr_svg: qr_svg(&url)?, url })
}

/// What is kept of somebody's second factor.
#[derive(FromQueryResult)]
pub(super) struct Kept {
    totp_secret: Option<String>,
    totp_last_step: Option<i64>,
    /// Since when it is on.
    pub totp_enabled_at: Option<DateTime<Utc>>,
}

/// Reads it, and locks the person: of two who come with one code, one is first.
pub(super) async fn lock(tx: &impl ConnectionTrait, user: UserId) -> Result<Option<Kept>, DbErr> {
    let sql = "SELECT totp_secret, totp_last_step, totp_enabled_at FROM users WHERE id = $1 AND active AND deleted_at IS NULL
               FOR NO KEY UPDATE";
    crate::db::one(tx, sql, [user.0.into()]).await
}

/// Whether the code is right at this moment and was not used before; it is used up then.
pub(super) async fn spend(tx: &impl ConnectionTrait, ctx: &Ctx, user: UserId, kept: &Kept, code: &str) -> Result<bool, ApiError> {
    let Some(sealed) = kept.totp_secret.as_deref().and_then(|sealed| hex::decode(sealed).ok()) else { return Ok(false) };
    let secret = ctx.vault.open(&place(user), &sealed).map_err(|error| {
        tracing::error!(%user, %error, "a second factor cannot be checked");
        ApiError::new(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::SecondFactorUnreadable)
    })?;
    let now = u64::try_from(ctx.clock.now().timestamp()).unwrap_or_default();
    let Some(step) = totp(secret, "", "x")?.check(code, now) else { return Ok(false) };
    let step = i64::try_from(step).unwrap_or(i64::MAX);
    // Not the same one again, nor one before it (RFC 6238, 5.2).
    if kept.totp_last_step.is_some_and(|last| step <= last) {
        return Ok(false);
    }
    execute(tx, "UPDATE users SET totp_last_step = $2 WHERE id = $1", [user.0.into(), step.into()]).await?;
    Ok(true)
}

/// A QR code as an SVG image, black on white whatever is around it.
fn qr_svg(text: &str) -> Result<String, ApiError> {
    use std::fmt::Write;
    let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(|_| ApiError::internal("too long for a QR code"))?;
    let side = code.size + 2 * QUIET;
    let mut path = String::new();
    for row in 0..code.size {
        for column in (0..code.size).filter(|&column| code[row][column].value()) {
            // Writing to a string never fails.
            let _ = write!(path, "M{} {}h1v1h-1z", column + QUIET, row + QUIET);
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B, by SHA-1: of its eight digits the last six.
        let totp = totp(b"12345678901234567890".to_vec(), "Hurtrock: Bandung", "budi@example.com").expect("a generator");
        for (time, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")] {
            assert_eq!(totp.check(code, time), Some(time / 30), "{time}");
            assert_eq!(totp.check(code, time + 30), Some(time / 30), "a step late");
            assert_eq!(totp.check(code, time + 90), None);
        }
        for odd in ["", "28708", "2870820", "28708a", "💥"] {
            assert_eq!(totp.check(odd, 59), None, "{odd}");
        }
    }
}
