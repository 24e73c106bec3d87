//! What a database holds, in figures that must be the same again after restoring.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use serde::{Deserialize, Serialize};

use crate::db::{all, one};
use crate::{audit, ledger};

/// What a database holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    /// The steps of its schema.
    pub steps: Vec<String>,
    /// Rows by table.
    pub rows: BTreeMap<String, i64>,
    /// Breaches of the law of stock and money.
    pub ledger_faults: i64,
    /// Faults of the audit log.
    pub audit_faults: i64,
    /// The end of the audit log, as `hurtrock audit verify --noted` takes it.
    pub audit_head: String,
}

#[derive(FromQueryResult)]
struct Name {
    name: String,
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

/// Whose relations are the shop's and its queue's.
const OURS: &str = "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')";

impl State {
    /// Reads everything; in a transaction of one snapshot all of it is of the same moment.
    ///
    /// # Errors
    /// What the database says.
    pub async fn read(db: &impl ConnectionTrait) -> Result<Self, DbErr> {
        let steps: Vec<Name> = all(db, "SELECT version AS name FROM seaql_migrations ORDER BY version", []).await?;
        let mut rows = BTreeMap::new();
        for table in tables(db).await? {
            let count: Option<Count> = one(db, &format!("SELECT count(*) AS n FROM {table}"), []).await?;
            rows.insert(table, count.map_or(0, |count| count.n));
        }
        let log = audit::verify(db).await?;
        Ok(Self {
            steps: steps.into_iter().map(|step| step.name).collect(),
            rows,
            ledger_faults: ledger::faults(db, 1).await?.total,
            audit_faults: log.fault_count,
            audit_head: format!("{}:{}", log.sequence, log.hash),
        })
    }

    /// What is otherwise in `found`, a line each.
    pub fn differences(&self, found: &Self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.steps != found.steps {
            lines.push(format!("{} steps of the schema are made, but were {}", found.steps.len(), self.steps.len()));
        }
        for (table, rows) in &self.rows {
            match found.rows.get(table) {
                Some(there) if there == rows => {}
                Some(there) => lines.push(format!("{table} has {there} rows, but had {rows}")),
                None => lines.push(format!("{table} is missing")),
            }
        }
        for (what, was, is) in [
            ("breaches of the law of stock and money", self.ledger_faults, found.ledger_faults),
            ("faults of the audit log", self.audit_faults, found.audit_faults),
        ] {
            if was != is {
                lines.push(format!("{is} {what}, but there were {was}"));
            }
        }
        if self.audit_head != found.audit_head {
            lines.push(format!("the audit log ends with {}, but ended with {}", found.audit_head, self.audit_head));
        }
        lines
    }
}

/// The tables, as the database itself quotes their names.
///
/// # Errors
/// What the database says.
pub(super) async fn tables(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let sql = format!(
        "SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND {OURS} ORDER BY 1"
    );
    let tables: Vec<Name> = all(db, &sql, []).await?;
    Ok(tables.into_iter().map(|table| table.name).collect())
}

/// How many relations there are that are not PostgreSQL's own or an extension's.
///
/// # Errors
/// What the database says.
pub(super) async fn relations(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    let sql = format!(
        "SELECT count(*) AS n FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND {OURS}"
    );
    let count: Option<Count> = one(db, &sql, []).await?;
    Ok(count.map_or(0, |count| count.n))
}

/// The major version of the server.
///
/// # Errors
/// What the database says.
pub(super) async fn server_major(db: &impl ConnectionTrait) -> Result<u32, DbErr> {
    let count: Option<Count> = one(db, "SELECT current_setting('server_version_num')::bigint / 10000 AS n", []).await?;
    Ok(count.and_then(|count| u32::try_from(count.n).ok()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_told() {
        let state = State {
            steps: vec!["one".to_owned()],
            rows: BTreeMap::from([("public.orders".to_owned(), 3), ("public.users".to_owned(), 2)]),
            ledger_faults: 0,
            audit_faults: 0,
            audit_head: "4:ab".to_owned(),
        };
        assert!(state.differences(&state).is_empty());
        let mut other = state.clone();
        other.rows.remove("public.users");
        other.rows.insert("public.orders".to_owned(), 2);
        (other.ledger_faults, other.audit_head) = (1, "3:aa".to_owned());
        assert_eq!(
            state.differences(&other),
            [
                "public.orders has 2 rows, but had 3",
                "public.users is missing",
                "1 breaches of the law of stock and money, but there were 0",
                "the audit log ends with 3:aa, but ended with 4:ab",
            ]
        );
    }
}
