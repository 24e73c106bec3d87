//! The order of a list and the place a page ends at.

use chrono::{DateTime, Datelike, Utc};
use sea_orm::Value;
use serde::{Deserialize, Serialize};
use shared::catalog::ProductSort;
use shared::ids::ProductId;
use shared::validate::{FieldCode, FieldError};

use super::conditions::{Reading, Settled};
use crate::catalog::card::ListingRow;
use crate::db;
use crate::http::ApiError;

/// What the rows are ordered by; ties go by id, in the same direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Order {
    /// By rank, best first: only for lists short enough to rank.
    Rank,
    Newest,
    PriceAsc,
    PriceDesc,
    Name,
    Rating,
    BestSelling,
}

impl Order {
    /// The order for a sort; matches too many to rank come in the order people buy them.
    pub(super) fn of(sort: ProductSort, too_many_to_rank: bool) -> Self {
        match sort {
            ProductSort::Relevance if too_many_to_rank => Self::BestSelling,
            ProductSort::Relevance => Self::Rank,
            ProductSort::Newest => Self::Newest,
            ProductSort::PriceAsc => Self::PriceAsc,
            ProductSort::PriceDesc => Self::PriceDesc,
            ProductSort::Name => Self::Name,
            ProductSort::Rating => Self::Rating,
            ProductSort::BestSelling => Self::BestSelling,
        }
    }

    /// The column, which has an index together with the id; `None` for the rank.
    pub(super) fn column(self) -> Option<&'static str> {
        match self {
            Self::Rank => None,
            Self::Newest => Some("published_at"),
            Self::PriceAsc | Self::PriceDesc => Some("price_min"),
            Self::Name => Some("name"),
            Self::Rating => Some("rating_hundredths"),
            Self::BestSelling => Some("sold_count"),
        }
    }

    pub(super) fn direction(self) -> &'static str {
        match self {
            Self::PriceAsc | Self::Name => "ASC",
            Self::Rank | Self::Newest | Self::PriceDesc | Self::Rating | Self::BestSelling => "DESC",
        }
    }

    /// How a row after another compares to it.
    pub(super) fn beyond(self) -> &'static str {
        if self.direction() == "ASC" { ">" } else { "<" }
    }

    /// The row's place in this order.
    fn key(self, row: &ListingRow) -> Key {
        match self {
            Self::Rank => Key::Number(row.rank.unwrap_or_default()),
            Self::Newest => Key::Time(row.published_at),
            Self::PriceAsc | Self::PriceDesc => Key::Number(row.price_min),
            Self::Name => Key::Text(row.name.clone()),
            Self::Rating => Key::Number(row.rating_hundredths.into()),
            Self::BestSelling => Key::Number(row.sold_count),
        }
    }
}

/// A value of the column that the list is ordered by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Key {
    Number(i64),
    Time(DateTime<Utc>),
    Text(String),
}

impl Key {
    fn fits(&self, order: Order) -> bool {
        match order {
            Order::Newest => matches!(self, Self::Time(time) if db_can_hold(*time)),
            Order::Name => matches!(self, Self::Text(text) if !text.contains('\0')),
            Order::Rank | Order::PriceAsc | Order::PriceDesc | Order::Rating | Order::BestSelling => {
                matches!(self, Self::Number(_))
            }
        }
    }

    /// The value with its type, for the statement.
    pub(super) fn value(&self) -> (Value, &'static str) {
        match self {
            Self::Number(number) => ((*number).into(), "bigint"),
            Self::Time(time) => ((*time).into(), "timestamptz"),
            Self::Text(text) => (text.clone().into(), "text"),
        }
    }
}

/// Whether PostgreSQL has this time, too: its calendar ends earlier than ours.
pub(in crate::catalog) fn db_can_hold(time: DateTime<Utc>) -> bool {
    (0..10_000).contains(&time.year())
}

/// Where a page ends, and what later pages need not find out again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Position {
    pub sort: ProductSort,
    pub order: Order,
    pub key: Key,
    pub id: ProductId,
    pub total: i64,
    pub total_is_estimate: bool,
    /// What was searched instead of the text as it was typed.
    pub settled: Option<Settled>,
    /// All words of the text were taken as they stand.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub whole: bool,
}

impl Position {
    /// The position after `row`.
    pub(super) fn after(row: &ListingRow, sort: ProductSort, order: Order, total: (i64, bool), reading: &Reading) -> Self {
        let settled = match reading {
            Reading::Settled(settled) => Some(settled.clone()),
            Reading::Whole | Reading::Typed | Reading::Corrected => None,
        };
        let (total, total_is_estimate) = total;
        Self {
            sort,
            order,
            key: order.key(row),
            id: row.product_id,
            total,
            total_is_estimate,
            settled,
            whole: *reading == Reading::Whole,
        }
    }

    /// How the text was searched.
    pub(super) fn reading(&self) -> Reading {
        match &self.settled {
            Some(settled) => Reading::Settled(settled.clone()),
            None if self.whole => Reading::Whole,
            None => Reading::Typed,
        }
    }

    /// Reads a cursor of a list with this sort.
    ///
    /// # Errors
    /// 422 when it is not one of ours, or of another sort.
    pub(super) fn read(cursor: &str, sort: ProductSort) -> Result<Self, ApiError> {
        let position: Self = db::decode_cursor(cursor)?;
        let fits_sort = position.order == Order::of(sort, false) || position.order == Order::of(sort, true);
        let sane = position.total >= 0
            && position.settled.as_ref().is_none_or(|settled| settled.text.len() <= 1_000 && !settled.text.contains('\0'));
        if position.sort == sort && fits_sort && position.key.fits(position.order) && sane {
            Ok(position)
        } else {
            Err(ApiError::invalid(vec![FieldError::new("cursor", FieldCode::InvalidFormat)]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(sort: ProductSort, order: Order, key: Key) -> Position {
        Position { sort, order, key, id: ProductId::generate(), total: 3, total_is_estimate: false, settled: None, whole: false }
    }

    #[test]
    fn a_cursor_comes_back_as_it_was() {
        let time = DateTime::from_timestamp_micros(1_767_225_600_123_456).unwrap_or_default();
        for (sort, order, key) in [
            (ProductSort::Newest, Order::Newest, Key::Time(time)),
            (ProductSort::Name, Order::Name, Key::Text("Flying V".into())),
            (ProductSort::PriceAsc, Order::PriceAsc, Key::Number(1)),
            (ProductSort::Relevance, Order::Rank, Key::Number(17)),
            (ProductSort::Relevance, Order::BestSelling, Key::Number(17)),
        ] {
            let given = position(sort, order, key);
            let read = Position::read(&db::encode_cursor(&given), sort).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(read, given);
        }
    }

    #[test]
    fn what_a_newer_version_adds_is_not_looked_at() {
        let given = position(ProductSort::PriceAsc, Order::PriceAsc, Key::Number(1));
        let mut newer = serde_json::to_value(&given).unwrap_or_default();
        newer["added_later"] = true.into();
        let read = Position::read(&db::encode_cursor(&newer), given.sort).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(read, given);
    }

    #[test]
    fn later_pages_search_as_the_first_one_did() {
        let settled = Settled { text: "gitar".into(), any_word: true };
        for reading in [Reading::Whole, Reading::Typed, Reading::Settled(settled.clone())] {
            let given = position(ProductSort::Relevance, Order::Rank, Key::Number(17));
            let settled = matches!(reading, Reading::Settled(_)).then(|| settled.clone());
            let given = Position { whole: reading == Reading::Whole, settled, ..given };
            let read = Position::read(&db::encode_cursor(&given), given.sort).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(read.reading(), reading);
        }
    }

    #[test]
    fn a_cursor_of_another_sort_is_refused() {
        let cursor = db::encode_cursor(&position(ProductSort::PriceAsc, Order::PriceAsc, Key::Number(1)));
        assert!(Position::read(&cursor, ProductSort::PriceDesc).is_err());
        for cursor in [
            position(ProductSort::Newest, Order::PriceAsc, Key::Number(1)),
            position(ProductSort::Newest, Order::Newest, Key::Number(1)),
            position(ProductSort::Newest, Order::Newest, Key::Time(DateTime::<Utc>::MAX_UTC)),
            position(ProductSort::Name, Order::Name, Key::Text("\0".into())),
        ] {
            assert!(Position::read(&db::encode_cursor(&cursor), cursor.sort).is_err(), "{cursor:?}");
        }
        for cursor in ["", "x", "e30", "bnVsbA", "🎸"] {
            assert!(Position::read(cursor, ProductSort::Newest).is_err(), "{cursor}");
        }
    }
}
