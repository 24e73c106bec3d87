//! L7, L8: what those read who run no app: crawlers, previews, slow phones.

use std::fs;
use std::path::PathBuf;

use image::ImageFormat;
use reqwest::header::HeaderMap;
use reqwest::{Client, Method};
use serde_json::Value;
use shared::brand::StaffStoreBrand;
use shared::catalog::{Product, ProductList, StockState};
use tests::pictures::{encoded, flag};
use tests::{Shelf, TestApp};

/// A shop with its pages: the app's own, as it is before trunk puts programs into it.
struct Site {
    app: TestApp,
    http: Client,
    dir: PathBuf,
}

struct Page {
    status: u16,
    headers: HeaderMap,
    html: String,
}

impl Site {
    async fn new() -> Self {
        let dir = std::env::temp_dir().join(format!("hurtrock-first-{}", uuid::Uuid::now_v7().simple()));
        for (bundle, page) in [("shop", include_str!("../../web/shop.html")), ("admin", include_str!("../../web/admin.html"))] {
            fs::create_dir_all(dir.join(bundle)).unwrap();
            fs::write(dir.join(bundle).join("index.html"), page).unwrap();
        }
        let app = TestApp::with(&[("web_dir", &dir.to_string_lossy())]).await;
        let http = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { app, http, dir }
    }

    async fn ask(&self, method: Method, path: &str, tag: Option<&str>) -> Page {
        let mut request = self.http.request(method, format!("{}{path}", self.app.url()));
        if let Some(tag) = tag {
            request = request.header("if-none-match", tag);
        }
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Page { status, headers, html: answer.text().await.unwrap() }
    }

    async fn get(&self, path: &str) -> Page {
        self.ask(Method::GET, path, None).await
    }

    /// For somebody whose browser keeps a cookie.
    async fn get_with(&self, path: &str, cookie: &str) -> Page {
        let answer = self.http.get(format!("{}{path}", self.app.url())).header("cookie", cookie).send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Page { status, headers, html: answer.text().await.unwrap() }
    }

    async fn api(&self, path: &str) -> Value {
        self.app.guest().get(path).await.ok()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
    }
}

impl Page {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    #[track_caller]
    fn says(&self, text: &str) {
        assert!(self.html.contains(text), "`{text}` is missing in {}", self.html);
    }

    #[track_caller]
    fn script(&self, opening: &str) -> Value {
        let (_, rest) = self.html.split_once(opening).unwrap_or_else(|| panic!("no {opening} in {}", self.html));
        let (json, _) = rest.split_once("</script>").unwrap();
        serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
    }

    /// The thing of this type in the page's JSON-LD.
    #[track_caller]
    fn thing(&self, kind: &str) -> Value {
        let all = self.script("<script type=\"application/ld+json\" data-first>");
        assert_eq!(all["@context"], "https://schema.org");
        let things = all["@graph"].as_array().unwrap();
        things.iter().find(|thing| thing["@type"] == kind).unwrap_or_else(|| panic!("no {kind} in {all:#}")).clone()
    }

    /// The answers that came with the page, by their path.
    #[track_caller]
    fn answers(&self) -> Value {
        self.script("<script type=\"application/json\" id=\"first-view\">")
    }
}

/// An answer as it comes with a page: pictures of cards have no ids there.
fn lightened(mut answer: Value) -> Value {
    match &mut answer {
        Value::Object(fields) => {
            if fields.contains_key("widths") {
                fields.insert("id".to_owned(), uuid::Uuid::nil().to_string().into());
            }
            fields.values_mut().for_each(|field| *field = lightened(field.take()));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| *item = lightened(item.take())),
        _ => {}
    }
    answer
}

#[tokio::test]
async fn a_product_page_says_what_the_api_says() {
    let site = Site::new().await;
    let shelf = Shelf::new(&site.app).await;
    let goods = shelf.finishes("Ibanez", "RG550", 12_000_000, 9, &["Hitam", "Putih"]).await;
    site.app.sql("UPDATE variants SET price = 12500000 WHERE id = $1", [goods[1].variant.0.into()]).await;
    let path = "/products/ibanez-rg550";
    site.app.eventually("the price is heard", async || site.get(path).await.html.contains("12500000")).await;

    let page = site.get(path).await;
    assert_eq!((page.status, page.header("cache-control")), (200, "no-cache"));
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert!(page.header("content-security-policy").contains("script-src 'self'"));
    let url = site.app.url();
    for text in [
        "<html lang=\"id\">".to_owned(),
        "<title>Ibanez RG550 · Hurtrock Music Store</title>".to_owned(),
        "<meta name=\"description\" content=\"Gitar elektrik untuk metal.\">".to_owned(),
        format!("<link rel=\"canonical\" href=\"{url}{path}\" data-first>"),
        "Rp\u{a0}12.000.000".to_owned(),
        "Gitar elektrik untuk metal.</p>".to_owned(),
        "<a href=\"/categories/gitar\">Gitar</a>".to_owned(),
        "Stok tersedia".to_owned(),
    ] {
        page.says(&text);
    }

    let product: Product = site.app.guest().get(path).await.ok();
    // What the button buys is what the page names and prices.
    let white = site.get(&format!("{path}?variant={}", product.variants[1].sku)).await;
    white.says("<strong>Putih</strong>");
    let (_, shown) = white.html.split_once("buy__price").unwrap();
    assert!(shown.split("</p>").next().unwrap().contains("12.500.000"), "{shown}");
    let thing = page.thing("Product");
    assert_eq!((&thing["name"], &thing["brand"]["name"]), (&product.name.clone().into(), &product.brand.clone().into()));
    let offers = thing["offers"]["offers"].as_array().unwrap();
    assert_eq!(
        (thing["offers"]["lowPrice"].as_i64(), thing["offers"]["highPrice"].as_i64()),
        (Some(12_000_000), Some(12_500_000))
    );
    for (offer, variant) in offers.iter().zip(&product.variants) {
        assert_eq!((offer["price"].as_i64(), offer["priceCurrency"].as_str()), (Some(variant.price.0), Some("IDR")));
        let there = match variant.stock {
            StockState::InStock => "https://schema.org/InStock",
            StockState::Low => "https://schema.org/LimitedAvailability",
            StockState::Out => "https://schema.org/OutOfStock",
        };
        assert_eq!(offer["availability"], there);
    }
    let steps = page.thing("BreadcrumbList")["itemListElement"].as_array().unwrap().clone();
    let names: Vec<&str> = steps.iter().map(|step| step["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Beranda", "Gitar", "Ibanez RG550"]);
    assert_eq!(page.thing("MusicStore")["address"]["addressLocality"], "Kota Bandung");

    let answers = page.answers();
    for path in [path, "/store"] {
        assert_eq!(answers[path], site.api(path).await, "{path}");
    }
    assert_eq!(answers.as_object().unwrap().len(), 3);
}

#[tokio::test]
async fn a_page_brings_the_texts_of_the_categories_that_it_shows() {
    let site = Site::new().await;
    let shelf = Shelf::new(&site.app).await;
    shelf.finishes("Ibanez", "RG550", 12_000_000, 9, &["Hitam"]).await;
    let child = "INSERT INTO categories (id, slug, name, name_en, parent_id, sort_order)
                 SELECT gen_random_uuid(), 'bariton', 'Bariton', 'Baritone', id, 1 FROM categories WHERE slug = 'gitar'";
    site.app.sql(child, []).await;
    site.app.sql("UPDATE categories SET description = 'Enam senar.', description_en = 'Six strings.'", []).await;
    let whole = site.api("/categories").await;
    let whole = whole.as_array().unwrap();
    assert!(whole.len() >= 2 && whole.iter().all(|category| category["description"] == "Enam senar."));

    for (path, shown) in [
        ("/products/ibanez-rg550", &[] as &[&str]),
        ("/products", &[]),
        ("/categories/gitar", &["gitar"]),
        ("/categories/bariton", &["bariton"]),
    ] {
        let answers = site.get(path).await.answers();
        let brought = answers["/categories"].as_array().unwrap();
        assert_eq!(brought.len(), whole.len(), "{path}");
        for (brought, whole) in brought.iter().zip(whole) {
            let slug = whole["slug"].as_str().unwrap();
            if shown.contains(&slug) {
                assert_eq!(brought, whole, "{path}: {slug}");
            } else {
                assert_eq!((&brought["id"], &brought["name"]), (&whole["id"], &whole["name"]), "{path}: {slug}");
                assert_eq!((&brought["description"], &brought["image"]), (&"".into(), &Value::Null), "{path}: {slug}");
            }
        }
    }

    // The front page shows the main ones, and leads to their texts in its language.
    for (path, texts) in [("/", ("Enam senar.", "")), ("/?lang=en", ("", "Six strings."))] {
        let answers = site.get(path).await.answers();
        for brought in answers["/categories"].as_array().unwrap() {
            let expected = if brought["parent_id"].is_null() { texts } else { ("", "") };
            assert_eq!(
                (&brought["description"], &brought["description_en"]),
                (&expected.0.into(), &expected.1.into()),
                "{brought}"
            );
        }
    }
}

#[tokio::test]
async fn a_page_is_exact_and_costs_no_more_than_its_answers() {
    let site = Site::new().await;
    let shelf = Shelf::new(&site.app).await;
    let goods = shelf.finishes("Ibanez", "RG550", 12_000_000, 9, &["Hitam"]).await;
    let path = "/products/ibanez-rg550";
    // Two for the product, one for the categories, two for the shop.
    let (statements, page) = site.app.statements(site.get(path)).await;
    assert!(statements <= 5 && page.status == 200, "{statements} statements");
    site.app.eventually("it is kept", async || site.app.statements(site.get(path)).await.0 == 0).await;

    let page = site.get(path).await;
    let tag = page.header("etag").to_owned();
    assert!(!tag.is_empty());
    let again = site.ask(Method::GET, path, Some(&tag)).await;
    assert_eq!((again.status, again.html.len()), (304, 0));
    let head = site.ask(Method::HEAD, path, None).await;
    assert_eq!((head.status, head.html.len(), head.header("etag")), (200, 0, tag.as_str()));

    site.app.sql("UPDATE variants SET price = 9000000 WHERE id = $1", [goods[0].variant.0.into()]).await;
    site.app.eventually("the new price is there", async || site.get(path).await.html.contains("Rp\u{a0}9.000.000")).await;
    let page = site.ask(Method::GET, path, Some(&tag)).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.thing("Product")["offers"]["price"], 9_000_000);
    assert!(!page.html.contains("12.000.000"));
    site.app.sql("UPDATE products SET status = 'archived' WHERE id = $1", [goods[0].product.0.into()]).await;
    site.app.eventually("it is gone", async || site.get(path).await.status == 404).await;
}

#[tokio::test]
async fn nothing_that_is_written_becomes_markup() {
    let site = Site::new().await;
    let shelf = Shelf::new(&site.app).await;
    let goods = shelf.goods("Bolt", 1_000_000, 5).await;
    let sql = "UPDATE products SET name = $1, description = $2, brand = $3 WHERE id = $4";
    let (name, text, brand) = ("</script><b>Bolt", "<img src=x onerror=alert(1)> & \"petik\"", "A&B's <i>");
    site.app.sql(sql, [name.into(), text.into(), brand.into(), goods.product.0.into()]).await;
    let listed = async || site.app.guest().get("/products").await.ok::<ProductList>().items.into_iter().next();
    site.app.eventually("it is listed", async || listed().await.is_some_and(|card| card.name == name)).await;
    let slug = listed().await.unwrap().slug;
    for path in [format!("/products/{slug}"), "/products".to_owned(), "/".to_owned(), "/categories/gitar".to_owned()] {
        let page = site.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        for markup in ["</script><b>", "<b>Bolt", "<img src=x", "<i>"] {
            assert!(!page.html.contains(markup), "{path}: {markup} in {}", page.html);
        }
        page.answers();
    }
    let page = site.get(&format!("/products/{slug}")).await;
    let thing = page.thing("Product");
    assert_eq!((thing["name"].as_str(), thing["description"].as_str()), (Some(name), Some(text)));
    assert_eq!(page.answers()[format!("/products/{slug}")]["brand"], brand);
    page.says("/products?brand=A%26B's%20%3Ci%3E");
}

#[tokio::test]
async fn lists_and_the_front_page_lead_on() {
    let site = Site::new().await;
    let shelf = Shelf::new(&site.app).await;
    for index in 0..26 {
        shelf.goods(&format!("Gitar {index}"), 1_000_000 + index, 5).await;
    }
    let guest = site.app.guest();
    site.app
        .eventually("they are listed", async || {
            guest.get("/products?category=gitar&limit=24").await.ok::<ProductList>().total == 26
        })
        .await;
    for (path, title, key) in [
        ("/categories/gitar", "Gitar", "/products?category=gitar&limit=24"),
        ("/products", "Semua produk", "/products?limit=24"),
        ("/products?brand=Ibanez", "Ibanez", "/products?brand=Ibanez&limit=24"),
        ("/products?sort=price_asc&in_stock=true", "Semua produk", "/products?in_stock=true&limit=24&sort=price_asc"),
    ] {
        let page = site.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        page.says(&format!("<h1 class=\"display\">{title}</h1>"));
        assert_eq!(page.answers()[key], lightened(site.api(key).await), "{path}");
        assert_eq!(page.thing("ItemList")["numberOfItems"], 24, "{path}");
        page.says("rel=\"next\"");
    }
    let next = site.get("/categories/gitar").await;
    let (_, rest) = next.html.split_once("rel=\"next\" href=\"").unwrap();
    let next = site.get(rest.split('"').next().unwrap()).await;
    assert_eq!(next.thing("ItemList")["numberOfItems"], 2);
    assert_eq!(next.answers().as_object().unwrap().len(), 2, "the app begins at the beginning");

    let home = site.get("/").await;
    home.says("<a href=\"/products\">Semua produk</a>");
    home.says("<a class=\"lang__option\" lang=\"en\" href=\"?lang=en\">EN</a>");
    assert_eq!(home.thing("WebSite")["potentialAction"]["@type"], "SearchAction");
    assert_eq!(home.thing("MusicStore")["openingHoursSpecification"].as_array().unwrap().len(), 6);
    assert_eq!(home.answers()["/home"], lightened(site.api("/home").await));

    let english = site.get("/categories/gitar?lang=en").await;
    english.says("<html lang=\"en\">");
    english.says("<h1 class=\"display\">Guitars</h1>");
    english.says("/categories/gitar?lang=en\" data-first>");
    english.says("hreflang=\"id\"");
    english.says("?lang=en\">");
    let brand = site.get("/products?brand=Ibanez&lang=en").await.thing("BreadcrumbList");
    assert_eq!(brand["itemListElement"][1]["item"], format!("{}/products?brand=Ibanez&lang=en", site.app.url()));
}

#[tokio::test]
async fn a_filtered_list_leads_to_what_was_filtered_for() {
    let site = Site::new().await;
    let shelf = Shelf::new(&site.app).await;
    shelf.finishes("Ibanez", "RG550", 12_000_000, 9, &["Hitam", "Merah"]).await;
    let guest = site.app.guest();
    site.app.eventually("it is listed", async || guest.get("/products").await.ok::<ProductList>().total == 1).await;
    let product = "/products/ibanez-rg550";
    for (list, query) in [
        ("/products", ""),
        ("/products?brand=Ibanez&option=Warna%3DMerah", "?option=Warna%3DMerah"),
        ("/categories/gitar?lang=en&option=Warna%3DMerah", "?lang=en&amp;option=Warna%3DMerah"),
    ] {
        site.get(list).await.says(&format!("<h3 class=\"tile__name\"><a href=\"{product}{query}\">"));
    }
    // It is the same page for search engines, and brings the same answer.
    let page = site.get(&format!("{product}?option=Warna%3DMerah")).await;
    page.says(&format!("<link rel=\"canonical\" href=\"{}{product}\" data-first>", site.app.url()));
    assert_eq!(page.answers()[product], site.api(product).await);
}

#[tokio::test]
async fn options_read_as_they_do_in_the_app() {
    let site = Site::new().await;
    let shelf = Shelf::new(&site.app).await;
    shelf.handed("Ibanez", "RG550", 12_000_000, &[("Hitam", "Kanan", 5), ("Doff 0,50 mm", "Kiri (kidal)", 5)]).await;
    let path = "/products/ibanez-rg550";
    site.app.eventually("it is there", async || site.get(path).await.html.contains("Doff")).await;
    for (language, variants) in
        [("id", ["Hitam · Kanan", "Doff 0,50 mm · Kiri (kidal)"]), ("en", ["Black · Right-handed", "Doff 0.50 mm · Left-handed"])]
    {
        let page = site.get(&format!("{path}?lang={language}")).await;
        for variant in variants {
            page.says(&format!("<th scope=\"row\">{variant}</th>"));
        }
    }
}

#[tokio::test]
async fn search_engines_are_told_the_shops_own_logo() {
    let site = Site::new().await;
    let house = site.get("/").await;
    assert_eq!(house.thing("MusicStore")["logo"], format!("{}/icons/icon-512.png", site.app.url()));
    assert!(!house.html.contains("/brand.css"), "a shop that looks like the house waits for no stylesheet of its own");
    let picture = encoded(&flag(600, 200, 1), ImageFormat::Png);
    let admin = site.app.admin().await;
    let brand = admin.upload_at("/admin/store/brand/logo", 1, &[("logo.png", "image/png", &picture)]).await;
    let image = brand.ok::<StaffStoreBrand>().logo.unwrap();
    let branded = site.get("/").await;
    branded.says("<link rel=\"stylesheet\" href=\"/brand.css\">");
    let told = branded.thing("MusicStore")["logo"].as_str().unwrap().to_owned();
    assert!(told.starts_with(&format!("{}{}-", site.app.url(), image.url)) && told.ends_with(".jpg"), "{told}");
}

#[tokio::test]
async fn who_chose_english_reads_english_where_the_address_names_no_language() {
    let site = Site::new().await;
    let english = "hurtrock-locale=en";
    for (path, cookie, language) in [
        ("/pages/about", "", "id"),
        ("/pages/about", english, "en"),
        ("/pages/about", "a=b; hurtrock-locale=en", "en"),
        ("/pages/about", "hurtrock-locale=\"><script>", "id"),
        ("/pages/about?lang=id", english, "id"),
        ("/pages/about?lang=xx", english, "en"),
        ("/pages/about?lang=en", "hurtrock-locale=id", "en"),
        ("/cart", english, "en"),
        ("/nowhere", english, "en"),
        // It is kept by the service worker, for whatever is chosen later.
        ("/shell", english, "id"),
    ] {
        let page = site.get_with(path, cookie).await;
        page.says(&format!("<html lang=\"{language}\">"));
        page.says(&format!("<first-view lang=\"{language}\">"));
        let varies = page.headers.get_all("vary").iter().any(|value| value.to_str().unwrap().contains("cookie"));
        assert!(varies, "{path} {cookie}");
    }
    let page = site.get_with("/pages/about", english).await;
    page.says("<h1 class=\"display\">About us</h1>");
    page.says(&format!("<link rel=\"canonical\" href=\"{}/pages/about?lang=en\" data-first>", site.app.url()));
    // What is kept of one language is not sent to who reads the other.
    site.get("/pages/about").await.says("<h1 class=\"display\">Tentang kami</h1>");
}

#[tokio::test]
async fn what_is_not_there_is_not_found_and_what_has_moved_leads_on() {
    let site = Site::new().await;
    let shelf = Shelf::new(&site.app).await;
    let goods = shelf.goods("Bolt", 1_000_000, 5).await;
    for path in ["/nowhere", "/products/tidak-ada", "/products/%3Cb%3E", "/categories/tidak-ada", "/account/nothing"] {
        let page = site.get(path).await;
        assert_eq!(page.status, 404, "{path}");
        page.says("<meta name=\"robots\" content=\"noindex\" data-first>");
        page.says("<script src=\"/boot.js\" defer></script>");
        page.says("<h1 class=\"display display--xl\">");
        assert!(!page.html.contains("rel=\"canonical\""), "{path}");
    }
    for path in [
        "/cart",
        "/checkout",
        "/orders/HRT-1",
        "/account",
        "/account/reviews",
        "/account/data",
        "/sign-in",
        "/search?q=gitar",
        "/shell",
        "/products?cursor=x",
    ] {
        let page = site.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        page.says("noindex");
        assert!(!page.html.contains("id=\"first-view\""), "{path}: the app's alone");
    }
    let admin = site.get("/admin/orders").await;
    assert!(admin.status == 200 && admin.html == include_str!("../../web/admin.html"));

    site.app.sql("UPDATE products SET slug = 'bolt-dua' WHERE id = $1", [goods.product.0.into()]).await;
    let old = site.app.number("SELECT count(*) AS n FROM former_slugs").await;
    assert_eq!(old, 1);
    let listed: ProductList = site.app.guest().get("/products").await.ok();
    assert_eq!(listed.items.len(), 1);
    // The old name ends in the id's last digits.
    let former = format!("bolt-{}", &goods.product.0.simple().to_string()[24..]);
    site.app
        .eventually("the old name leads on", async || {
            let page = site.get(&format!("/products/{former}?variant=X")).await;
            page.status == 301 && page.header("location") == "/products/bolt-dua?variant=X"
        })
        .await;
}

#[tokio::test]
async fn the_sitemap_names_everything_and_robots_know_it() {
    let site = Site::new().await;
    let shelf = Shelf::new(&site.app).await;
    shelf.finishes("Ernie Ball", "Slinky", 95_000, 5, &["Putih"]).await;
    let guest = site.app.guest();
    site.app.eventually("it is listed", async || guest.get("/products").await.ok::<ProductList>().total == 1).await;
    let url = site.app.url().to_owned();
    let robots = site.get("/robots.txt").await;
    assert_eq!((robots.status, robots.header("content-type")), (200, "text/plain; charset=utf-8"));
    for line in ["Disallow: /admin\n", "Disallow: /account\n", "Disallow: /checkout\n", &format!("Sitemap: {url}/sitemap.xml\n")]
    {
        robots.says(line);
    }
    let places = |xml: &str, root: &str| -> Vec<String> {
        let document = roxmltree::Document::parse(xml).unwrap_or_else(|error| panic!("{error}: {xml}"));
        assert_eq!(document.root_element().tag_name().name(), root);
        assert_eq!(document.root_element().tag_name().namespace(), Some("http://www.sitemaps.org/schemas/sitemap/0.9"));
        let places = document.descendants().filter(|node| node.tag_name().name() == "loc");
        places.map(|node| node.text().unwrap_or_default().to_owned()).collect()
    };
    let index = site.get("/sitemap.xml").await;
    assert_eq!((index.status, index.header("content-type")), (200, "application/xml"));
    let parts = places(&index.html, "sitemapindex");
    assert_eq!(parts.len(), 2);
    let mut all = Vec::new();
    for part in parts {
        let part = site.get(part.strip_prefix(&url).unwrap()).await;
        assert_eq!(part.status, 200);
        all.extend(places(&part.html, "urlset"));
    }
    for path in
        ["/", "/products", "/categories/gitar", "/pages/terms", "/products?brand=Ernie%20Ball", "/products/ernie-ball-slinky"]
    {
        assert!(all.contains(&format!("{url}{path}")), "{path} is missing in {all:?}");
        assert_eq!(site.get(path).await.status, 200, "{path}");
    }
    for path in ["/sitemaps/x.xml", "/sitemaps/pages", "/sitemaps/ffffffff-ffff-ffff-ffff-ffffffffffff.xml"] {
        assert_eq!(site.get(path).await.status, 404, "{path}");
    }
}
