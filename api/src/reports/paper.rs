//! Analytics as a report on paper.

use papers::{Bar, Chart, Report, ReportTable, TableColumn, Tile};
use serde_json::json;
use shared::account::Locale;
use shared::analytics::{Analytics, Grain, Span};
use shared::audit::AuditSubject;
use shared::money::Rupiah;
use shared::wording;

use super::wording::{self as words, word};
use super::{analytics, book};
use crate::audit::{self, Action, Subject};
use crate::context::Ctx;
use crate::http::{ApiError, BookSheet, Caller, Cell, Pdf};
use crate::papers as press;

/// The report of a span.
pub(super) async fn report(ctx: &Ctx, by: &Caller, span: Span, locale: Option<Locale>) -> Result<Pdf, ApiError> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    let subject = Subject::new(AuditSubject::List, "analytics", "analytics");
    let asked = json!({ "from": span.from, "until": span.until, "format": "pdf" });
    audit::record(&tx, by, Action::ListExported, &subject, &(), &asked, now).await?;
    tx.commit().await?;

    let locale = locale.unwrap_or(by.locale);
    let analytics = analytics::get(ctx, span).await?;
    let before = words::span(analytics.previous_from, analytics.previous_until, locale);
    let note = format!(
        "{} {}, {} {before}",
        word(words::MADE, locale),
        wording::day_and_time(now, locale),
        word(words::COMPARED, locale)
    );
    let report = Report {
        locale,
        title: word(words::TITLE, locale),
        span: words::span(span.from, span.until, locale),
        note,
        tiles: tiles(&analytics, locale),
        chart: chart(&analytics, locale),
        // The first are the figures, which stand above. The points are drawn, and told one by one.
        tables: book::sheets(&analytics, locale).into_iter().skip(1).map(|sheet| table(sheet, locale)).collect(),
    };
    press::report(ctx, report, format!("report-{}-{}.pdf", span.from, span.until)).await
}

fn tiles(analytics: &Analytics, locale: Locale) -> Vec<Tile> {
    let (now, before) = (&analytics.figures.current, &analytics.figures.previous);
    let tile = |(name, cell, amount): &book::Figure| {
        let text = |cell: Cell| match cell {
            Cell::Empty => "–".to_owned(),
            cell => words::text(&cell, locale),
        };
        let (amount_now, amount_before) = (amount(now), amount(before));
        let change = book::change(amount_now, amount_before);
        Tile {
            label: word(*name, locale),
            value: text(cell(now)),
            before: text(cell(before)),
            change: change.map(|change| {
                let sign = if change > 0 { "+" } else { "" };
                format!("{sign}{}", wording::percent(change, locale))
            }),
            rose: (amount_now != amount_before).then_some(amount_now > amount_before),
        }
    };
    book::FIGURES.iter().map(tile).collect()
}

/// A round figure at or above `most`.
fn round_up(most: i64) -> i64 {
    let mut unit: i64 = 10;
    while let Some(next) = unit.checked_mul(10).filter(|&next| next <= most) {
        unit = next;
    }
    [10, 20, 40, 60, 80, 100]
        .into_iter()
        .map(|tenths| (unit / 10).saturating_mul(tenths))
        .find(|&top| top >= most)
        .unwrap_or(most)
}

fn chart(analytics: &Analytics, locale: Locale) -> Chart {
    let points = &analytics.points;
    let most = points.iter().map(|point| point.revenue.0.max(point.previous_revenue.0)).max().unwrap_or(0).max(1);
    let top = round_up(most);
    let label = |day| {
        let text = wording::calendar_day(day, locale);
        // Within months the year is said above.
        let year = text.rfind(' ').unwrap_or(text.len());
        match analytics.grain {
            Grain::Month => text.split_once(' ').map_or(text.clone(), |(_, month)| month.to_owned()),
            Grain::Day | Grain::Week => text.get(..year).unwrap_or_default().to_owned(),
        }
    };
    let bar = |point: &shared::analytics::Point| Bar {
        label: label(point.from),
        value: point.revenue.0,
        before: point.previous_revenue.0,
    };
    Chart {
        title: word(words::BY_TIME, locale),
        top,
        top_text: Rupiah(top).to_string(),
        half_text: Rupiah(top / 2).to_string(),
        legend: [word(words::THIS_SPAN, locale), word(words::SPAN_BEFORE, locale)],
        bars: points.iter().map(bar).collect(),
    }
}

fn table(sheet: BookSheet, locale: Locale) -> ReportTable {
    let numeric =
        |at: usize| !matches!(sheet.rows.first().and_then(|row| row.get(at)), Some(Cell::Text(_) | Cell::Day(_)) | None);
    let columns = sheet.columns.iter().enumerate();
    let columns = columns.map(|(at, (heading, width))| TableColumn {
        heading: heading.clone(),
        width: f32::from(*width),
        numeric: numeric(at),
    });
    let columns = columns.collect();
    let rows = sheet.rows.iter().map(|row| row.iter().map(|cell| words::text(cell, locale)).collect()).collect();
    ReportTable { title: sheet.title, columns, rows }
}

#[cfg(test)]
mod tests {
    use super::round_up;

    #[test]
    fn the_scale_ends_at_a_round_figure() {
        assert_eq!([1, 10, 11, 24, 41, 99].map(round_up), [10, 10, 20, 40, 60, 100]);
        assert!(round_up(i64::MAX) > 0);
    }
}
