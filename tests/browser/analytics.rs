//! Figures of any days: on the screen, as a table, and as a file.

use tests::Browser;

use crate::steps::{self, digits};

/// Rows of all charts' tables, which are there for screen readers while the bars are shown.
const ROWS: &str = "arguments[0](document.querySelectorAll('.chart__table tbody tr').length)";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_are_looked_at_by_days_as_a_table_and_taken_away() {
    let (app, goods) = steps::shop().await;
    let (staff, mut buyer) = (app.staff().await, app.buyer().await);
    let first = steps::paid(&app, &mut buyer, goods[0].variant, 2).await;
    Browser::with(&app, "analytics", async |desk| {
        steps::sign_in_to_desk(desk, &staff).await;
        // What happens while one reads the dashboard as a table is put into the table.
        desk.see_text("[data-test=to-ship] .counter__figure", "1").await;
        desk.click("[data-test=chart-toggle]").await;
        let mut other = app.buyer().await;
        let second = steps::paid(&app, &mut other, goods[0].variant, 1).await;
        desk.see_text("[data-test=to-ship] .counter__figure", "2").await;
        desk.see(".chart__table:not(.visually-hidden)").await;
        let revenue = (first.totals.grand.0 + second.totals.grand.0).to_string();

        desk.click(".rooms a[href='/admin/analytics']").await;
        desk.see_count("[data-test=chart-toggle]", 2).await;
        assert_eq!(desk.ask::<usize>(ROWS).await, 60, "thirty days of sales, and of customers");

        desk.click("[data-test=range-today]").await;
        desk.arrive("today", |url| url.contains("from=")).await;
        app.eventually("it is one day", async || desk.ask::<usize>(ROWS).await == 2).await;
        assert_eq!(digits(&desk.text("dl.tiles .tile:first-child .tile__figure").await), revenue);
        // By the keyboard, bar by bar.
        desk.keys(".chart", &["ArrowRight"]).await;
        assert!(digits(&desk.text(".chart__told").await).contains(&revenue), "{revenue}");

        desk.click("[data-test=chart-toggle]").await;
        desk.see(".chart__table:not(.visually-hidden)").await;
        desk.see_text("[data-test=chart-toggle]", "Lihat grafik").await;
        let row = desk.text(".chart__table:not(.visually-hidden) tbody tr").await;
        assert!(digits(&row).contains(&revenue), "{row}");
        desk.click("[data-test=chart-toggle]").await;
        desk.gone(".chart__table:not(.visually-hidden)").await;

        desk.click("[data-test=performance] [data-test=export] .menu__button").await;
        let (name, bytes) = desk.save("[data-test=performance] .menu__item >> CSV").await;
        assert!(name.starts_with("product-performance-") && name.ends_with(".csv"), "{name}");
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert!(rows.len() == 1 && &rows[0][0] == "Ibanez RG550", "{rows:?}");

        desk.click("[data-test=range-last-month]").await;
        let figure = async || digits(&desk.text("dl.tiles .tile:first-child .tile__figure").await);
        app.eventually("nothing was sold last month", async || figure().await == "0").await;
    })
    .await;
}
