//! Analytics as the sheets of a workbook; reports on paper have the same tables.

use shared::account::Locale;
use shared::analytics::{Analytics, SearchTerm, Share, Span};
use shared::dashboard::Figures;
use shared::wording as figures;

use super::analytics;
use super::wording::{self as words, word};
use crate::audit;
use crate::context::Ctx;
use crate::http::{ApiError, BookSheet, Caller, Cell, Export, ExportAsk, Words};

/// A figure of a span, and how it is written.
pub(super) type Figure = (Words, fn(&Figures) -> Cell, fn(&Figures) -> i64);

/// The figures that are compared.
pub(super) const FIGURES: [Figure; 8] = [
    (words::REVENUE, |figures| Cell::Money(figures.revenue), |figures| figures.revenue.0),
    (words::ORDERS, |figures| Cell::Integer(figures.orders), |figures| figures.orders),
    (words::AVERAGE, |figures| Cell::Money(figures.average_order), |figures| figures.average_order.0),
    (
        words::CONVERSION,
        |figures| figures.conversion.map_or(Cell::Empty, Cell::Percent),
        |figures| figures.conversion.unwrap_or(0),
    ),
    (words::CAPTURED, |figures| Cell::Money(figures.captured), |figures| figures.captured.0),
    (words::REFUNDED, |figures| Cell::Money(figures.refunded), |figures| figures.refunded.0),
    (words::VISITS, |figures| Cell::Integer(figures.visits), |figures| figures.visits),
    (words::CUSTOMERS, |figures| Cell::Integer(figures.new_customers), |figures| figures.new_customers),
];

/// By how much a figure changed, in parts of ten thousand; nothing where there was nothing before.
pub(super) fn change(now: i64, before: i64) -> Option<i64> {
    let change = (i128::from(now) - i128::from(before)).checked_mul(10_000)?;
    (before > 0).then(|| i64::try_from(change / i128::from(before)).unwrap_or(i64::MAX))
}

/// The tables, the first of them the figures.
pub(super) fn sheets(analytics: &Analytics, locale: Locale) -> Vec<BookSheet> {
    let sheet = |title: Words, columns: &[(Words, u16)], rows: Vec<Vec<Cell>>| BookSheet {
        title: word(title, locale),
        columns: columns.iter().map(|(heading, width)| (word(*heading, locale), *width)).collect(),
        rows,
    };
    let (now, before) = (&analytics.figures.current, &analytics.figures.previous);
    let compared = FIGURES.iter().map(|(name, cell, amount)| {
        let change = change(amount(now), amount(before)).map_or(Cell::Empty, Cell::Percent);
        vec![Cell::text(word(*name, locale)), cell(now), cell(before), change]
    });
    let summary = BookSheet {
        title: word(words::SUMMARY, locale),
        columns: vec![
            (word(words::FIGURE, locale), 24),
            (words::span(analytics.from, analytics.until, locale), 28),
            (words::span(analytics.previous_from, analytics.previous_until, locale), 28),
            (word(words::CHANGE, locale), 12),
        ],
        rows: compared.collect(),
    };
    let points = analytics.points.iter().map(|point| {
        vec![
            Cell::Day(point.from),
            Cell::Day(point.until),
            Cell::Money(point.revenue),
            Cell::Integer(point.orders),
            Cell::Money(point.previous_revenue),
            Cell::Integer(point.visits),
            Cell::Integer(point.new_customers),
        ]
    });
    let mut categories: Vec<Vec<Cell>> = Vec::new();
    for row in &analytics.categories {
        let name = if locale == Locale::English && !row.name_en.is_empty() { &row.name_en } else { &row.name };
        categories.push(vec![Cell::text(name), Cell::Integer(row.pieces), Cell::Money(row.revenue)]);
    }
    if analytics.besides_goods.0 != 0 {
        categories.push(vec![Cell::text(word(words::BESIDES, locale)), Cell::Empty, Cell::Money(analytics.besides_goods)]);
    }
    let shares = |shares: &[Share], name: &dyn Fn(&str) -> String| -> Vec<Vec<Cell>> {
        let row = |share: &Share| vec![Cell::text(name(&share.key)), Cell::Integer(share.orders), Cell::Money(share.revenue)];
        shares.iter().map(row).collect()
    };
    let best = analytics.best_sellers.iter();
    let best = best.map(|best| vec![Cell::text(&best.name), Cell::Integer(best.quantity), Cell::Money(best.revenue)]);
    let terms = |terms: &[SearchTerm]| -> Vec<Vec<Cell>> {
        let row =
            |term: &SearchTerm| vec![Cell::text(&term.query), Cell::Integer(term.searches), Cell::Integer(term.without_results)];
        terms.iter().map(row).collect()
    };
    // The way to an order, all customers, and searches: what the page says beside its tables.
    let totals = [
        (words::ALL_CUSTOMERS, analytics.customers_before.saturating_add(now.new_customers)),
        (words::VISITS, now.visits),
        (words::VIEWS, analytics.views),
        (words::CART_ADDS, analytics.cart_adds),
        (words::ORDERS, now.orders),
        (words::SEARCHES, analytics.searches.searches),
        (words::MISSING, analytics.searches.without_results),
    ];
    let totals = totals.iter().map(|(name, count)| vec![Cell::text(word(*name, locale)), Cell::Integer(*count)]);
    let term_columns = [(words::QUERY, 30), (words::TIMES, 12), (words::WITHOUT, 14)];
    vec![
        summary,
        sheet(
            words::SALES,
            &[
                (words::FROM, 12),
                (words::UNTIL, 12),
                (words::REVENUE, 18),
                (words::ORDERS, 16),
                (words::REVENUE_BEFORE, 22),
                (words::VISITS, 12),
                (words::CUSTOMERS, 16),
            ],
            points.collect(),
        ),
        sheet(words::CATEGORIES, &[(words::CATEGORY, 34), (words::PIECES, 12), (words::REVENUE, 18)], categories),
        sheet(
            words::COURIERS,
            &[(words::COURIER, 20), (words::ORDERS, 16), (words::REVENUE, 18)],
            shares(&analytics.couriers, &|key| key.to_owned()),
        ),
        sheet(
            words::METHODS,
            &[(words::METHOD, 26), (words::ORDERS, 16), (words::REVENUE, 18)],
            shares(&analytics.methods, &|key| figures::payment_key(key, locale)),
        ),
        sheet(words::BEST, &[(words::PRODUCT, 40), (words::PIECES, 12), (words::REVENUE, 18)], best.collect()),
        sheet(words::TOTALS, &[(words::FIGURE, 30), (words::COUNT, 14)], totals.collect()),
        sheet(words::SEARCHES, &term_columns, terms(&analytics.searches.top)),
        sheet(words::MISSING, &term_columns, terms(&analytics.searches.missing)),
    ]
}

/// The workbook of a span.
pub(super) async fn export(ctx: &Ctx, by: &Caller, ask: &ExportAsk, span: Span) -> Result<Export, ApiError> {
    audit::record_export(ctx, by, "analytics", ask.format, &span).await?;
    let analytics = analytics::get(ctx, span).await?;
    let name = format!("analytics-{}-{}", span.from, span.until);
    Export::book(ask, &name, sheets(&analytics, ask.locale)).await
}

#[cfg(test)]
mod tests {
    use super::change;

    #[test]
    fn a_change_is_told_only_against_something() {
        assert_eq!((change(150, 100), change(50, 100), change(0, 100)), (Some(5_000), Some(-5_000), Some(-10_000)));
        assert_eq!((change(1, 0), change(1, -5)), (None, None));
        assert_eq!(change(i64::MAX, 1), Some(i64::MAX));
    }
}
