//! Checks the whole log.

use std::str::FromStr;

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::audit::{AuditFault, AuditFaultKind, AuditVerification};

use crate::db::{all, one};

/// More faults than anybody reads are counted only.
const MOST: i64 = 100;

/// An event's place and hash, noted outside of the shop's database: `1204:9f86d0…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// The event.
    pub sequence: i64,
    /// Its hash, in hexadecimal.
    pub hash: String,
}

impl FromStr for Noted {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (sequence, hash) = text.split_once(':').ok_or("SEQUENCE:HASH is expected")?;
        let sequence = sequence.parse().map_err(|_| "the sequence is not a number")?;
        let whole = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        if whole { Ok(Self { sequence, hash: hash.to_lowercase() }) } else { Err("the hash is not 64 hexadecimal digits") }
    }
}

impl Noted {
    /// Whether the log still holds the event as it was noted.
    ///
    /// # Errors
    /// What the database says.
    pub async fn is_kept(&self, db: &impl ConnectionTrait) -> Result<bool, DbErr> {
        #[derive(FromQueryResult)]
        struct Hash {
            hash: Vec<u8>,
        }
        let row: Option<Hash> = one(db, "SELECT hash FROM audit_events WHERE sequence = $1", [self.sequence.into()]).await?;
        Ok(row.is_some_and(|row| hex::encode(row.hash) == self.hash))
    }
}

/// Walks the chain from its first event to its head.
///
/// # Errors
/// What the database says.
pub async fn verify(db: &impl ConnectionTrait) -> Result<AuditVerification, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        events: i64,
        head: Option<i64>,
        hash: Option<Vec<u8>>,
        fault_count: i64,
        sequence: Option<i64>,
        kind: Option<String>,
    }
    // One statement sees the log and its head at one moment.
    let sql = format!(
        "WITH faults AS MATERIALIZED (SELECT sequence, kind FROM audit_faults())
         SELECT (SELECT count(*) FROM audit_events) AS events, h.sequence AS head, h.hash,
                (SELECT count(*) FROM faults) AS fault_count, f.sequence, f.kind
         FROM (SELECT) one LEFT JOIN audit_head h ON true
         LEFT JOIN (SELECT * FROM faults ORDER BY sequence, kind LIMIT {MOST}) f ON true
         ORDER BY f.sequence, f.kind"
    );
    let rows: Vec<Row> = all(db, &sql, []).await?;
    let fault = |row: &Row| {
        let kind = row.kind.as_ref()?.parse::<AuditFaultKind>().ok()?;
        Some(AuditFault { sequence: row.sequence?, kind })
    };
    let faults = rows.iter().filter_map(fault).collect();
    let first = rows.into_iter().next().ok_or_else(|| DbErr::RecordNotFound("the head of the audit log".to_owned()))?;
    Ok(AuditVerification {
        events: first.events,
        sequence: first.head.unwrap_or(0),
        hash: first.hash.map(hex::encode).unwrap_or_default(),
        faults,
        fault_count: first.fault_count,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_a_place_and_a_hash() {
        let hash = "AB".repeat(32);
        assert_eq!(format!("12:{hash}").parse(), Ok(Noted { sequence: 12, hash: hash.to_lowercase() }));
        for bad in ["", "12", "x:00", &format!("12:{}", &hash[1..]), &format!("12:{}", "zz".repeat(32))] {
            assert!(bad.parse::<Noted>().is_err(), "{bad}");
        }
    }
}
