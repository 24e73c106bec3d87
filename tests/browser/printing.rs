//! Papers: the buyer saves an invoice, staff print labels of many orders.

use tests::{Browser, Caller, Goods, TestApp, districts};

use crate::steps;

/// Four paid orders and one that is not, the unpaid one placed last.
async fn orders(app: &TestApp, buyer: &mut Caller, goods: &[Goods]) -> Vec<String> {
    let address = buyer.add_address(districts::JAKARTA).await;
    let mut numbers = Vec::new();
    for index in 0..5 {
        buyer.add_to_cart(goods[index % goods.len()].variant, 1).await;
        let ask = buyer.order_request(address).await;
        let order: shared::orders::Order = buyer.place(&uuid::Uuid::now_v7().to_string(), &ask).await.ok();
        numbers.push(order.number);
    }
    let sql = "UPDATE orders SET status = 'paid', payment_status = 'paid', paid_at = now() WHERE number <> $1";
    app.sql(sql, [numbers[4].as_str().into()]).await;
    numbers
}

fn pages(file: &(String, Vec<u8>)) -> Vec<String> {
    pdf_reader::pages(&file.1).unwrap_or_else(|error| panic!("{}: {error}", file.0))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_print_what_they_tick_and_the_buyer_saves_an_invoice() {
    let (app, goods) = steps::shop().await;
    let mut buyer = app.buyer().await;
    let numbers = orders(&app, &mut buyer, &goods).await;
    let staff = app.staff().await;

    Browser::with(&app, "desk-printing", async |desk| {
        desk.go("/admin/sign-in").await;
        steps::sign_in(desk, &staff).await;
        desk.arrive("the back office", |url| url.ends_with("/admin")).await;
        desk.go("/admin/orders").await;
        let boxes = |index: usize| format!("tbody tr:nth-child({index}) .pick input");
        // Newest first: the unpaid order, then the paid ones. With Shift, all from the first to the third.
        desk.click(&boxes(1)).await;
        desk.see_text("[data-test=picked-count]", "1").await;
        desk.shift_click(&boxes(3)).await;
        desk.see_text("[data-test=picked-count]", "3").await;

        let labels = desk.save("[data-test=print-label]").await;
        assert_eq!(labels.0, "label-2.pdf");
        let printed = pages(&labels);
        assert_eq!(printed.len(), 2, "the unpaid one is left out");
        assert!(printed[0].contains(&numbers[3]) && printed[1].contains(&numbers[2]), "in the order of the list");
        desk.see_text(".toasts", "1").await;

        let invoices = desk.save("[data-test=print-invoice]").await;
        assert_eq!((invoices.0.as_str(), pages(&invoices).len()), ("invoice-3.pdf", 3));

        // One cleared with Shift held clears all between.
        desk.click(&boxes(1)).await;
        desk.shift_click(&boxes(2)).await;
        desk.see_text("[data-test=picked-count]", "1").await;
        desk.click("[data-test=pick-all]").await;
        desk.see_text("[data-test=picked-count]", "5").await;
        let lists = desk.save("[data-test=print-packing_list]").await;
        assert_eq!(pages(&lists).len(), 4);

        // One order: its own papers; what it does not have says why.
        desk.click(&format!("[data-test=order-row][data-number='{}']", numbers[0])).await;
        let label = desk.save("[data-test=paper-label]").await;
        assert_eq!(label.0, format!("label-{}.pdf", numbers[0]));
        desk.go("/admin/orders").await;
        desk.click(&format!("[data-test=order-row][data-number='{}']", numbers[4])).await;
        desk.see("[data-test=paper-label] [aria-disabled=true]").await;
        let invoice = desk.save("[data-test=paper-invoice]").await;
        assert!(pages(&invoice)[0].contains("Belum dibayar"));
    })
    .await;

    Browser::with(&app, "buyer-invoice", async |browser| {
        browser.go(&format!("/orders/{}", numbers[0])).await;
        browser.arrive("the sign-in page", |url| url.contains("/sign-in?next=")).await;
        steps::sign_in(browser, &buyer).await;
        let invoice = browser.save("[data-test=invoice]").await;
        assert_eq!(invoice.0, format!("invoice-{}.pdf", numbers[0]));
        assert!(pages(&invoice)[0].contains("Lunas"));
    })
    .await;
}
