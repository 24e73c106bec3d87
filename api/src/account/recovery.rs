//! Recovery codes: for whoever lost the phone. Each works once; only hashes are kept.

use rand::Rng;
use sea_orm::{ConnectionTrait, DbErr};
use shared::ids::UserId;
use shared::two_factor::{RECOVERY_CODES, normalize_code};

use super::tokens::hash_secret;
use crate::db::execute;

/// Without letters and digits that are mistaken for each other.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Sixteen of 31 letters are 79 bits: nobody guesses them, not even with the hashes at hand.
const LENGTH: usize = 16;

fn code() -> String {
    let mut random = rand::rng();
    let letters: Vec<u8> = (0..LENGTH).map(|_| LETTERS[random.random_range(0..LETTERS.len())]).collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    groups.join("-")
}

/// Makes a new set; the one before no longer works.
pub(super) async fn renew(tx: &impl ConnectionTrait, user: UserId) -> Result<Vec<String>, DbErr> {
    forget(tx, user).await?;
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| code()).collect();
    let hashes: Vec<Vec<u8>> = codes.iter().map(|code| hash_secret(&normalize_code(code))).collect();
    let sql = "INSERT INTO recovery_codes (user_id, code_hash) SELECT $1, hash FROM unnest($2::bytea[]) hash";
    execute(tx, sql, [user.0.into(), hashes.into()]).await?;
    Ok(codes)
}

/// Takes all of them away.
pub(super) async fn forget(tx: &impl ConnectionTrait, user: UserId) -> Result<(), DbErr> {
    execute(tx, "DELETE FROM recovery_codes WHERE user_id = $1", [user.0.into()]).await.map(drop)
}

/// Whether the code is one of theirs that was not used; it is used up then.
pub(super) async fn spend(
    tx: &impl ConnectionTrait,
    user: UserId,
    code: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<bool, DbErr> {
    let sql = "UPDATE recovery_codes SET used_at = $3 WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL";
    Ok(execute(tx, sql, [user.0.into(), hash_secret(&normalize_code(code)).into(), now.into()]).await? == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_four_groups_of_four() {
        let code = code();
        assert_eq!(code.len(), 19, "{code}");
        assert_eq!(normalize_code(&code).len(), LENGTH);
        assert_ne!(code, super::code());
    }
}
