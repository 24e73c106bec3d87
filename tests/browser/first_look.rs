//! A page while it comes up.

use serde::Deserialize;
use tests::Browser;

use crate::steps;

/// Sums the layout shifts since the page began to load, and looks at how it was painted first.
const FIRST_LOOK: &str = r#"
const [done] = arguments, shifts = [];
new PerformanceObserver(list => shifts.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
setTimeout(() => {
    const theme = performance.getEntriesByType("resource").find(entry => entry.name.endsWith("/boot.js"));
    const paint = performance.getEntriesByName("first-paint")[0];
    done({
        shift: shifts.reduce((sum, entry) => sum + entry.value, 0),
        painted_before_theme: paint.startTime < theme.responseEnd,
        theme: document.documentElement.dataset.theme,
        language: document.documentElement.lang,
    });
}, 500);
"#;

#[derive(Debug, Deserialize)]
struct FirstLook {
    shift: f64,
    painted_before_theme: bool,
    theme: String,
    language: String,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_come_up_still_and_in_their_theme_and_a_card_fills_the_cart() {
    let (app, _) = steps::shop().await;
    Browser::with(&app, "first-look", async |browser| {
        // A file that runs no app.
        browser.go("/mark.svg").await;
        let choose =
            "localStorage.setItem('hurtrock-theme', 'dark'); localStorage.setItem('hurtrock-locale', 'en'); arguments[0](0)";
        let _: i32 = browser.ask(choose).await;
        for (path, there) in [
            ("/", "[data-test=product-card]"),
            ("/products", "[data-test=product-card]"),
            ("/sign-in", "form"),
            ("/nowhere", "h1"),
        ] {
            browser.go(path).await;
            browser.see(there).await;
            let seen: FirstLook = browser.ask(FIRST_LOOK).await;
            assert!(seen.shift < 0.01 && !seen.painted_before_theme, "{path}: {seen:?}");
            assert_eq!((seen.theme.as_str(), seen.language.as_str()), ("dark", "en"), "{path}");
        }
        // The name's link lies over the whole card, but not over its button.
        browser.go("/products").await;
        browser.click("[data-test=quick-add]").await;
        browser.see("[data-test=cart-badge][data-count='1']").await;
        assert!(browser.address().await.ends_with("/products"));
    })
    .await;
}
