//! Everything in the database that is sealed, as the rooms say that keep it.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use super::Vault;
use crate::db::all;
use crate::{account, keys, mail, payments, webhooks};

/// A column that holds sealed secrets.
#[derive(Debug)]
pub struct Sealed {
    /// What they are, in the plural.
    pub what: &'static str,
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// What tells its rows apart, as SQL that gives text.
    pub row: &'static str,
    /// The place that each is sealed for, as SQL that gives text.
    pub place: &'static str,
    /// It holds hexadecimal digits instead of bytes.
    pub as_hex: bool,
    /// They are of use for some days only, and nobody sets them anew.
    pub passes: bool,
}

/// Rows that are read at a time: an answer to a program can have a megabyte.
const BATCH: u32 = 50;

/// A sealed secret.
#[derive(FromQueryResult)]
pub(super) struct Row {
    /// Where the row lies: true for as long as it is locked and was not changed.
    pub spot: String,
    pub name: String,
    pub place: String,
    pub sealed: Vec<u8>,
}

/// Wherever something is sealed. A test compares this with the columns of the database.
pub fn all_sealed() -> impl Iterator<Item = &'static Sealed> {
    let rooms: [&'static [Sealed]; 5] = [account::SEALED, payments::SEALED, mail::SEALED, webhooks::SEALED, keys::SEALED];
    rooms.into_iter().flatten()
}

impl Sealed {
    /// The rows after one, in an order of their own; locked where they are to be changed. None is the end.
    ///
    /// # Errors
    /// What the database says.
    pub(super) async fn after(&self, db: &impl ConnectionTrait, row: &str, lock: bool) -> Result<Vec<Row>, DbErr> {
        let Self { table, column, row: name, place, .. } = self;
        let sealed = if self.as_hex { format!("decode({column}, 'hex')") } else { (*column).to_owned() };
        let lock = if lock { "FOR NO KEY UPDATE" } else { "" };
        let sql = format!(
            "SELECT ctid::text AS spot, {name} AS name, {place} AS place, {sealed} AS sealed FROM {table}
             WHERE {column} IS NOT NULL AND ({name}) COLLATE \"C\" > $1 ORDER BY ({name}) COLLATE \"C\" LIMIT {BATCH} {lock}"
        );
        all(db, &sql, [row.into()]).await
    }
}

/// What a key opens of all that is sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// How many secrets it opens.
    pub opened: usize,
    /// Those that it does not: what they are, and how many. What passes by itself is left out.
    pub closed: Vec<(&'static str, usize)>,
}

/// Tries a key on everything.
///
/// # Errors
/// What the database says.
pub async fn survey(db: &impl ConnectionTrait, vault: &Vault) -> Result<Survey, DbErr> {
    let mut survey = Survey::default();
    for kept in all_sealed().filter(|kept| !kept.passes) {
        let (mut last, mut closed) = (String::new(), 0);
        loop {
            let rows = kept.after(db, &last, false).await?;
            let Some(end) = rows.last() else { break };
            last.clone_from(&end.name);
            let opened = rows.iter().filter(|row| vault.open(&row.place, &row.sealed).is_ok()).count();
            survey.opened += opened;
            closed += rows.len() - opened;
        }
        if closed > 0 {
            survey.closed.push((kept.what, closed));
        }
    }
    Ok(survey)
}

impl Survey {
    /// What it does not open, a line each.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.closed.iter().map(|(what, closed)| format!("{what}: {closed} cannot be opened"))
    }
}
