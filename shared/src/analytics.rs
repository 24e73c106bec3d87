//! The shop's figures over any span of days. What each means is in `docs/figures.md`.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::dashboard::{BestSeller, Comparison};
use crate::ids::{CategoryId, ProductId};
use crate::money::Rupiah;
use crate::validate::{FieldCode, FieldError};

/// The longest span: ten years.
pub const MOST_DAYS: i64 = 3_660;
/// Days that are looked at when nobody says which.
pub const USUAL_DAYS: u64 = 30;

/// Days in the shop's time zone, the first and the last included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
}

impl Span {
    /// The span that is asked for: the last 30 days where nothing is, and 30 days from or to the day that is.
    ///
    /// # Errors
    /// When it ends before it begins, is longer than `MOST_DAYS`, or lies where no shop was.
    pub fn new(from: Option<NaiveDate>, until: Option<NaiveDate>, today: NaiveDate) -> Result<Self, Vec<FieldError>> {
        let more = Days::new(USUAL_DAYS - 1);
        // Thirty days on from a first one, but not beyond today.
        let ahead = |from: NaiveDate| from.checked_add_days(more).map_or(from, |end| end.min(today.max(from)));
        let until = until.or_else(|| from.map(ahead)).unwrap_or(today);
        let from = from.or_else(|| until.checked_sub_days(more)).unwrap_or(until);
        let (first, last) = (NaiveDate::from_ymd_opt(2000, 1, 1), NaiveDate::from_ymd_opt(2100, 12, 31));
        for (field, day) in [("from", from), ("until", until)] {
            if let Some(first) = first.filter(|first| day < *first) {
                return Err(vec![FieldError::new(field, FieldCode::TooSmall).with("min", first)]);
            }
            if let Some(last) = last.filter(|last| day > *last) {
                return Err(vec![FieldError::new(field, FieldCode::TooLarge).with("max", last)]);
            }
        }
        if until < from {
            return Err(vec![FieldError::new("until", FieldCode::TooSmall).with("min", from)]);
        }
        let span = Self { from, until };
        if span.days() > MOST_DAYS {
            return Err(vec![FieldError::new("until", FieldCode::TooLarge).with("max_days", MOST_DAYS)]);
        }
        Ok(span)
    }

    /// How many days it has.
    #[must_use]
    pub fn days(self) -> i64 {
        (self.until - self.from).num_days() + 1
    }

    /// The days right before it, as many.
    #[must_use]
    pub fn before(self) -> Self {
        let shift = self.until - self.from + chrono::TimeDelta::days(1);
        Self { from: self.from - shift, until: self.until - shift }
    }

    /// By what it is drawn: days up to two months, weeks up to a year, else months.
    #[must_use]
    pub fn grain(self) -> Grain {
        match self.days() {
            ..=62 => Grain::Day,
            63..=371 => Grain::Week,
            _ => Grain::Month,
        }
    }

    /// Cut into days, weeks from Monday or months; the first and the last as much of one as the span has.
    #[must_use]
    pub fn cut(self, grain: Grain) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut from = self.from;
        while from <= self.until {
            let until = grain.end(from).min(self.until);
            parts.push(Self { from, until });
            let Some(next) = until.succ_opt() else { break };
            from = next;
        }
        parts
    }
}

words!(
    /// What a point of a chart stands for.
    Grain {
        /// A day.
        Day = "day",
        /// A week, from Monday.
        Week = "week",
        /// A month.
        Month = "month",
    }
);

impl Grain {
    /// The last day of the one that `day` is in.
    fn end(self, day: NaiveDate) -> NaiveDate {
        use chrono::Datelike;
        match self {
            Self::Day => day,
            Self::Week => day + Days::new(6 - u64::from(day.weekday().num_days_from_monday())),
            Self::Month => {
                let next = day.with_day(1).and_then(|first| first.checked_add_months(chrono::Months::new(1)));
                next.and_then(|next| next.pred_opt()).unwrap_or(day)
            }
        }
    }
}

/// Figures over a span, beside those of as many days before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Analytics {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// The first day of the span before.
    pub previous_from: NaiveDate,
    /// The last day of the span before.
    pub previous_until: NaiveDate,
    /// What a point of `points` stands for.
    pub grain: Grain,
    /// The figures, and those of the span before.
    pub figures: Comparison,
    /// The span in days, weeks or months.
    pub points: Vec<Point>,
    /// Revenue of goods by the category at the top of their tree, most first.
    pub categories: Vec<CategoryFigures>,
    /// What revenue has beside goods: shipping, less discounts and what went back without naming goods.
    pub besides_goods: Rupiah,
    /// By courier, most first.
    pub couriers: Vec<Share>,
    /// By method of payment, most first; keys as providers name them, such as `bca_va`.
    pub methods: Vec<Share>,
    /// What sold best, by pieces.
    pub best_sellers: Vec<BestSeller>,
    /// Accounts of buyers before the span.
    pub customers_before: i64,
    /// Views of products.
    pub views: i64,
    /// Times that something was put into a cart.
    pub cart_adds: i64,
    /// What people searched for.
    pub searches: SearchInsights,
}

/// A day, week or month of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Point {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// Revenue.
    pub revenue: Rupiah,
    /// Paid orders.
    pub orders: i64,
    /// Revenue of the same days of the span before.
    pub previous_revenue: Rupiah,
    /// Visits.
    pub visits: i64,
    /// New accounts.
    pub new_customers: i64,
}

/// What goods of a category brought in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct CategoryFigures {
    /// The category.
    pub category_id: CategoryId,
    /// Its Indonesian name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// Pieces sold.
    pub pieces: i64,
    /// What they brought in.
    pub revenue: Rupiah,
}

/// A part of all sales.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Share {
    /// Which part.
    pub key: String,
    /// Paid orders.
    pub orders: i64,
    /// Revenue.
    pub revenue: Rupiah,
}

/// What people searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct SearchInsights {
    /// Searches.
    pub searches: i64,
    /// Of these, how many found nothing.
    pub without_results: i64,
    /// The most frequent.
    pub top: Vec<SearchTerm>,
    /// The most frequent of those that found nothing.
    pub missing: Vec<SearchTerm>,
}

/// Something that people searched for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct SearchTerm {
    /// The words, in small letters.
    pub query: String,
    /// How often.
    pub searches: i64,
    /// How often nothing was found.
    pub without_results: i64,
}

words!(
    /// By what products are sorted.
    ProductMeasure {
        /// What they brought in.
        Revenue = "revenue",
        /// Pieces sold.
        Pieces = "pieces",
        /// Paid orders with them.
        Orders = "orders",
        /// Views of their page.
        Views = "views",
        /// Times they were put into a cart.
        CartAdds = "cart_adds",
        /// Paid orders per view.
        Conversion = "conversion",
    }
);

/// How a product did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct ProductPerformance {
    /// The product.
    pub product_id: ProductId,
    /// Name.
    pub name: String,
    /// Brand.
    pub brand: String,
    /// Views of its page.
    pub views: i64,
    /// Times it was put into a cart.
    pub cart_adds: i64,
    /// Paid orders with it.
    pub orders: i64,
    /// Pieces sold, those that went back left out.
    pub pieces: i64,
    /// Paid orders per 10,000 views, rounded down; absent without views.
    pub conversion: Option<i64>,
    /// What it brought in.
    pub revenue: Rupiah,
    /// Picture.
    pub image: Option<crate::catalog::Image>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    fn span(from: &str, until: &str) -> Span {
        Span { from: day(from), until: day(until) }
    }

    #[test]
    fn without_days_it_is_the_last_thirty() {
        let today = day("2026-11-28");
        assert_eq!(Span::new(None, None, today), Ok(span("2026-10-30", "2026-11-28")));
        assert_eq!(Span::new(Some(day("2026-11-20")), None, today), Ok(span("2026-11-20", "2026-11-28")));
        assert_eq!(Span::new(None, Some(day("2026-01-30")), today), Ok(span("2026-01-01", "2026-01-30")));
    }

    #[test]
    fn what_is_no_span_is_refused() {
        let today = day("2026-11-28");
        let fault = |from: &str, until: &str| {
            Span::new(Some(day(from)), Some(day(until)), today).map_err(|faults| (faults[0].pointer.clone(), faults[0].code))
        };
        assert_eq!(fault("2026-11-02", "2026-11-01"), Err(("until".to_owned(), FieldCode::TooSmall)));
        assert_eq!(fault("1999-12-31", "2026-11-01"), Err(("from".to_owned(), FieldCode::TooSmall)));
        assert_eq!(fault("2026-11-02", "2101-01-01"), Err(("until".to_owned(), FieldCode::TooLarge)));
        assert_eq!(fault("9999-12-31", "9999-12-31"), Err(("from".to_owned(), FieldCode::TooLarge)));
        assert_eq!(fault("2010-01-01", "2026-11-01"), Err(("until".to_owned(), FieldCode::TooLarge)));
        assert!(fault("2026-11-01", "2026-11-01").is_ok());
    }

    #[test]
    fn the_span_before_is_as_long_and_ends_right_before() {
        assert_eq!(span("2026-03-01", "2026-03-31").before(), span("2026-01-29", "2026-02-28"));
        assert_eq!(span("2026-03-01", "2026-03-01").before(), span("2026-02-28", "2026-02-28"));
    }

    #[test]
    fn weeks_begin_on_monday_and_months_on_the_first() {
        assert_eq!(
            span("2026-11-27", "2026-12-08").cut(Grain::Week),
            [span("2026-11-27", "2026-11-29"), span("2026-11-30", "2026-12-06"), span("2026-12-07", "2026-12-08")]
        );
        assert_eq!(
            span("2026-01-31", "2026-03-01").cut(Grain::Month),
            [span("2026-01-31", "2026-01-31"), span("2026-02-01", "2026-02-28"), span("2026-03-01", "2026-03-01")]
        );
    }

    proptest! {
        #[test]
        fn parts_are_the_whole(start in 0_u64..20_000, length in 0_u64..3_660) {
            let from = day("2000-01-01") + Days::new(start);
            let whole = Span { from, until: from + Days::new(length) };
            let parts = whole.cut(whole.grain());
            prop_assert!(parts.len() <= 124);
            prop_assert_eq!(parts.iter().map(|part| part.days()).sum::<i64>(), whole.days());
            prop_assert_eq!(parts.first().map(|part| part.from), Some(whole.from));
            prop_assert_eq!(parts.last().map(|part| part.until), Some(whole.until));
        }
    }
}
