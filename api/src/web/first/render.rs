//! Writes a page's first HTML.

use anyhow::Context;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use poem::http::StatusCode;
use serde::Serialize;
use shared::account::Locale;
use shared::catalog::{Category, Crumb, Home, Product, ProductCard, ProductList, ProductSort, Variant};
use shared::choice;
use shared::maintenance::MaintenanceDetails;
use shared::money::Rupiah;
use shared::pages::ContentPage;
use shared::store::StoreProfile;
use shared::swatch;

use super::content::{Around, Content, Lost};
use super::filters;
use super::head::{Head, Preview};
use super::linked_data::{self, Place};
use super::question::{Question, encode};
use super::words::Words;
use crate::clock::shop_time;
use crate::http::{ApiError, ApiResult};

const TEMPLATES: &[(&str, &str)] = &[
    ("icons.html", include_str!("templates/icons.html")),
    ("parts.html", include_str!("templates/parts.html")),
    ("layout.html", include_str!("templates/layout.html")),
    ("head.html", include_str!("templates/head.html")),
    ("home.html", include_str!("templates/home.html")),
    ("list.html", include_str!("templates/list.html")),
    ("product.html", include_str!("templates/product.html")),
    ("page.html", include_str!("templates/page.html")),
    ("lost.html", include_str!("templates/lost.html")),
    ("closed.html", include_str!("templates/closed.html")),
];

/// Templates and words. The names end in `.html`, so all that is filled in is escaped.
pub(super) struct Renderer {
    environment: Environment<'static>,
    indonesian: Words,
    english: Words,
    origin: String,
}

/// What a page says: its head, and its text where it has one for everybody.
pub(super) struct Written {
    pub status: StatusCode,
    pub head: String,
    pub view: String,
}

#[derive(Serialize)]
struct HeadScope<'a> {
    w: &'a Words,
    head: &'a Head,
}

#[derive(Serialize)]
struct Scope<'a, P> {
    w: &'a Words,
    store: &'a StoreProfile,
    categories: &'a [Category],
    page: P,
}

#[derive(Serialize)]
struct ListPage<'a> {
    title: &'a str,
    text: &'a str,
    /// The categories above this one.
    above: Vec<Crumb>,
    /// The categories right below it.
    below: Vec<&'a Category>,
    cards: &'a [ProductCard],
    total: i64,
    total_is_estimate: bool,
    next: Option<String>,
    sort: ProductSort,
    /// What the products' addresses are followed by.
    query: String,
}

#[derive(Serialize)]
struct ProductPage<'a> {
    product: &'a Product,
    brand_query: String,
    /// What is bought; all have one.
    variant: Option<&'a Variant>,
    picks: Vec<Pick<'a>>,
    paragraphs: Vec<&'a str>,
}

/// An option to choose from.
#[derive(Serialize)]
struct Pick<'a> {
    name: &'a str,
    /// What the variant has.
    chosen: Option<&'a str>,
    values: Vec<PickValue<'a>>,
}

#[derive(Serialize)]
struct PickValue<'a> {
    value: &'a str,
    /// A CSS background, where all values are finishes that can be painted.
    paint: Option<String>,
}

#[derive(Serialize)]
struct TextPage<'a> {
    title: &'a str,
    html: &'a str,
}

#[derive(Serialize)]
struct ClosedScope<'a> {
    w: &'a Words,
    title: &'a str,
    text: &'a str,
    /// When it is expected to open, in the shop's time.
    until: Option<String>,
}

#[derive(Serialize)]
struct LostPage<'a> {
    title: &'a str,
    text: &'a str,
}

impl Renderer {
    /// Reads the templates; `origin` is where the shop is.
    ///
    /// # Errors
    /// When one of them has a fault.
    pub(super) fn new(origin: &str) -> anyhow::Result<Self> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
        filters::add(&mut environment);
        for (name, source) in TEMPLATES {
            environment.add_template(name, source).with_context(|| format!("the template {name}"))?;
        }
        let (indonesian, english) = (Words::of(Locale::Indonesian)?, Words::of(Locale::English)?);
        Ok(Self { environment, indonesian, english, origin: origin.to_owned() })
    }

    /// Writes a page.
    ///
    /// # Errors
    /// When a template and its data do not fit.
    pub(super) fn write(&self, question: &Question, content: &Content, around: &Around) -> ApiResult<Written> {
        let tree = around.categories.value()?;
        let page = Page { renderer: self, words: self.words(question.locale), question, store: &around.store, tree: &tree };
        match content {
            Content::Bare | Content::Moved(_) => self.bare(question.locale),
            Content::Home(home) => page.home(&home.value()?),
            Content::List { category, asked, list } => page.list(category.as_deref(), asked.sort, &list.value()?),
            Content::Product(product, _) => page.product(product),
            Content::Page(text) => page.text(&text.value()?),
            Content::Lost(lost) => page.lost(*lost),
        }
    }

    /// The app and no page: not to be found by search.
    pub(super) fn bare(&self, locale: Locale) -> ApiResult<Written> {
        let words = self.words(locale);
        let head = Head::unlisted(words.shop("/home/title"), words.shop("/home/description"));
        Ok(Written { status: StatusCode::OK, head: self.head(words, &head)?, view: String::new() })
    }

    /// What is said while the shop is closed: not to be found by search, which comes again.
    pub(super) fn closed(&self, locale: Locale, standing: &MaintenanceDetails) -> ApiResult<Written> {
        let words = self.words(locale);
        let own = words.pick(&standing.message, &standing.message_en);
        let text = if own.is_empty() { words.common("/maintenance/closed_text") } else { own };
        let title = words.common("/maintenance/closed_title");
        let until = standing.until.map(|until| shop_time(until).format("%d/%m/%Y %H.%M WIB").to_string());
        let head = self.head(words, &Head::unlisted(title, text))?;
        let view = self.fill("closed.html", &ClosedScope { w: words, title, text, until })?;
        Ok(Written { status: StatusCode::SERVICE_UNAVAILABLE, head, view })
    }

    fn words(&self, locale: Locale) -> &Words {
        match locale {
            Locale::Indonesian => &self.indonesian,
            Locale::English => &self.english,
        }
    }

    fn head(&self, words: &Words, head: &Head) -> ApiResult<String> {
        self.fill("head.html", &HeadScope { w: words, head })
    }

    fn fill(&self, name: &str, scope: &impl Serialize) -> ApiResult<String> {
        let fill = || self.environment.get_template(name)?.render(Serde(scope));
        fill().map_err(|error: minijinja::Error| ApiError::internal(format!("{error:#}")))
    }
}

/// A page being written.
struct Page<'a> {
    renderer: &'a Renderer,
    words: &'a Words,
    question: &'a Question,
    store: &'a StoreProfile,
    tree: &'a [Category],
}

impl Page<'_> {
    fn place(&self) -> Place<'_> {
        Place { origin: &self.renderer.origin, words: self.words }
    }

    fn listed(&self, title: &str, description: &str, path: &str) -> Head {
        Head::listed(title, description, &self.renderer.origin, path, self.words.locale)
    }

    fn written(&self, status: StatusCode, head: &Head, name: &str, page: impl Serialize) -> ApiResult<Written> {
        let scope = Scope { w: self.words, store: self.store, categories: self.tree, page };
        let (head, view) = (self.renderer.head(self.words, head)?, self.renderer.fill(name, &scope)?);
        Ok(Written { status, head, view })
    }

    fn home(&self, home: &Home) -> ApiResult<Written> {
        let words = self.words;
        let mut head = self.listed(words.shop("/home/title"), words.shop("/home/description"), "/");
        head.image = home.hero.as_ref().and_then(|card| Preview::of(card.images.first()?, &card.name));
        let place = self.place();
        head.linked_data = linked_data::write(vec![
            linked_data::site(place, words.common("/shop_name")),
            linked_data::shop(place, self.store),
            linked_data::categories(place, self.tree),
            linked_data::list(place, words.shop("/home/featured"), &home.featured),
        ]);
        self.written(StatusCode::OK, &head, "home.html", home)
    }

    fn list(&self, slug: Option<&str>, sort: Option<ProductSort>, list: &ProductList) -> ApiResult<Written> {
        let words = self.words;
        let path = self.way(slug);
        let category = path.last();
        let brands: Vec<&str> = self.question.pairs.iter().filter(|pair| pair.0 == "brand").map(|pair| pair.1.as_str()).collect();
        // With one brand chosen, the page is that brand's.
        let (title, address) = match (category, brands.as_slice()) {
            (Some(category), _) => (words.pick(&category.name, &category.name_en), format!("/categories/{}", category.slug)),
            (None, [brand]) if !brand.is_empty() => (*brand, format!("/products?brand={}", encode(brand))),
            _ => (words.shop("/list/title"), "/products".to_owned()),
        };
        let text = category.map_or("", |category| words.pick(&category.description, &category.description_en));
        let description = if text.is_empty() { words.shop("/home/description") } else { text };
        let mut head =
            if list.items.is_empty() { Head::unlisted(title, description) } else { self.listed(title, description, &address) };
        let picture = category.and_then(|category| category.image.as_ref());
        let picture = picture.or_else(|| list.items.first().and_then(|card| card.images.first()));
        head.image = picture.and_then(|image| Preview::of(image, title));
        let above: Vec<Crumb> = path
            .split_last()
            .map(|(_, above)| above)
            .unwrap_or_default()
            .iter()
            .map(|category| Crumb { slug: category.slug.clone(), name: category.name.clone(), name_en: category.name_en.clone() })
            .collect();
        let place = self.place();
        head.linked_data = linked_data::write(vec![
            linked_data::breadcrumbs(place, &above, title, &address),
            linked_data::list(place, title, &list.items),
        ]);
        let below = category.map_or_else(Vec::new, |category| self.below(category));
        let page = ListPage {
            title,
            text,
            above,
            below,
            cards: &list.items,
            total: list.total,
            total_is_estimate: list.total_is_estimate,
            next: list.next_cursor.as_deref().map(|cursor| self.question.further(cursor)),
            sort: sort.unwrap_or(ProductSort::Newest),
            query: self.question.wish(),
        };
        self.written(StatusCode::OK, &head, "list.html", page)
    }

    /// The categories from the top down to this one.
    fn way(&self, slug: Option<&str>) -> Vec<&Category> {
        let mut way = Vec::new();
        let mut next = slug.and_then(|slug| self.tree.iter().find(|category| category.slug == slug));
        // A tree cannot be deeper than it is large.
        while let Some(category) = next.filter(|_| way.len() < self.tree.len()) {
            way.push(category);
            next = category.parent_id.and_then(|parent| self.tree.iter().find(|category| category.id == parent));
        }
        way.reverse();
        way
    }

    fn below(&self, above: &Category) -> Vec<&Category> {
        self.tree.iter().filter(|category| category.parent_id == Some(above.id) && category.product_count > 0).collect()
    }

    fn product(&self, product: &Product) -> ApiResult<Written> {
        let words = self.words;
        let text = words.pick(&product.description, &product.description_en);
        let title = product.seo_title.as_deref().filter(|title| !title.is_empty()).unwrap_or(&product.name);
        let description = product.seo_description.as_deref().filter(|text| !text.is_empty()).unwrap_or(text);
        let address = format!("/products/{}", product.slug);
        let cheapest = product.variants.iter().min_by_key(|variant| variant.price);
        let price = cheapest.map_or(Rupiah::ZERO, |variant| variant.price);
        let mut head = self.listed(title, description, &address);
        head.kind = "product";
        head.price = Some(price.0);
        head.image = product.images.first().and_then(|image| Preview::of(image, &product.name));
        let place = self.place();
        head.linked_data = linked_data::write(vec![
            linked_data::product(place, product),
            linked_data::breadcrumbs(place, &product.breadcrumbs, &product.name, &address),
            linked_data::shop(place, self.store),
        ]);
        // What the app begins with, as it is what its button buys.
        let chosen = choice::variant(product, self.question.get("variant"), &self.question.wished());
        let page = ProductPage {
            product,
            brand_query: encode(&product.brand),
            variant: chosen,
            picks: picks(product, chosen),
            paragraphs: text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()).collect(),
        };
        self.written(StatusCode::OK, &head, "product.html", page)
    }

    fn text(&self, text: &ContentPage) -> ApiResult<Written> {
        let words = self.words;
        let (title, html) = (words.pick(&text.title, &text.title_en), words.pick(&text.html, &text.html_en));
        let address = format!("/pages/{}", text.slug);
        let description = format!("{title}. {}", words.shop("/home/description"));
        let mut head = self.listed(title, &description, &address);
        let place = self.place();
        head.linked_data =
            linked_data::write(vec![linked_data::breadcrumbs(place, &[], title, &address), linked_data::shop(place, self.store)]);
        self.written(StatusCode::OK, &head, "page.html", TextPage { title, html })
    }

    fn lost(&self, lost: Lost) -> ApiResult<Written> {
        let words = self.words;
        let (title, text) = match lost {
            Lost::Page => (words.common("/state/not_found_title"), words.common("/state/not_found_text")),
            Lost::Category => (words.shop("/lost/category"), words.shop("/lost/category_text")),
            Lost::Product => (words.shop("/lost/product"), words.shop("/lost/product_text")),
        };
        self.written(StatusCode::NOT_FOUND, &Head::unlisted(title, text), "lost.html", LostPage { title, text })
    }
}

/// The options, with what `variant` has of them.
fn picks<'a>(product: &'a Product, variant: Option<&'a Variant>) -> Vec<Pick<'a>> {
    let options = product.options.iter().map(|option| {
        let mut paints = swatch::paints(&option.name, &option.values).unwrap_or_default().into_iter();
        let values = option.values.iter().map(|value| PickValue { value, paint: paints.next() }).collect();
        let chosen = variant.and_then(|variant| choice::value(variant, &option.name));
        Pick { name: &option.name, chosen, values }
    });
    options.collect()
}
