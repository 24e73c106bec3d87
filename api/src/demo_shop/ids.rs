//! Ids of demo rows.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// The UUIDv7 of the thing `key` that came to be at `at`: the same whenever it is asked for, and
/// sorted by time like the ids of everything else.
pub fn id(at: DateTime<Utc>, kind: &str, key: &str) -> Uuid {
    let mut random = [0; 10];
    let hash = Sha256::new().chain_update(kind).chain_update([0]).chain_update(key).finalize();
    for (byte, hashed) in random.iter_mut().zip(hash) {
        *byte = hashed;
    }
    let milliseconds = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid()
}

/// A number below `bound` that belongs to `key`; always the same one.
pub fn pick(kind: &str, key: &str, bound: u64) -> u64 {
    let hash = Sha256::new().chain_update(kind).chain_update([0]).chain_update(key).finalize();
    let number = hash.iter().take(8).fold(0_u64, |number, &byte| (number << 8) | u64::from(byte));
    number.checked_rem(bound).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_stable_and_sorted_by_time() {
        let early = DateTime::UNIX_EPOCH + chrono::TimeDelta::days(20_000);
        let late = early + chrono::TimeDelta::milliseconds(1);
        assert_eq!(id(early, "order", "1"), id(early, "order", "1"));
        assert_ne!(id(early, "order", "1"), id(early, "item", "1"));
        assert!(id(early, "order", "9") < id(late, "order", "1"));
        assert_eq!(id(early, "order", "1").get_version_num(), 7);
        assert!((0..100).all(|key| pick("dice", &key.to_string(), 6) < 6));
    }
}
