//! A product: the gear on the left, everything to decide on the right.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_params_map, use_query_map};
use shared::catalog::{Product, Variant};
use shared::choice;
use shared::problem::ErrorCode;

use super::breadcrumbs::Way;
use super::buy_bar::BuyBar;
use super::buy_box::BuyBox;
use super::gallery::Gallery;
use super::reviews::Reviews;
use super::specifications::Specifications;
use super::waiting::Waiting;
use crate::api::catalog;
use crate::i18n::{language, t_string, use_i18n};
use crate::routes;
use crate::shop::catalog::card::opened;
use crate::shop::catalog::{Strip, read_options};
use crate::shop::home::recent;
use crate::shop::layout::Lost;
use crate::shop::words;
use crate::ui::{ErrorState, Later, Listed, PageHead, origin, use_kept};

/// A product by its name in the URL.
#[component]
pub fn ProductPage() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.read().get("slug").unwrap_or_default());
    view! {
        {move || {
            // A page of its own per product: nothing of the last one stays.
            let slug = slug.get();
            view! { <OneProduct slug/> }
        }}
    }
    .into_any()
}

#[component]
fn OneProduct(slug: String) -> impl IntoView {
    let asked = slug.clone();
    let product = use_kept(format!("product {slug}"), move || catalog::get_product(&asked));
    view! {
        {move || match product.state() {
            None => view! { <Waiting card=opened(&slug)/> }.into_any(),
            // A name that it had before.
            Some(Ok(product)) if product.slug != slug => view! { <Moved to=product.slug/> <Waiting card=None/> }.into_any(),
            Some(Ok(product)) => view! { <Whole product/> }.into_any(),
            Some(Err(error)) if error.is(ErrorCode::NotFound) => view! { <Gone/> }.into_any(),
            Some(Err(error)) => view! { <div class="container section"><ErrorState error on_retry=move || product.reload()/></div> }.into_any(),
        }}
    }
    .into_any()
}

/// Goes on to the product's address of now, with what the query asks for.
#[component]
fn Moved(to: String) -> impl IntoView {
    let go = use_navigate();
    let query = use_location().search.get_untracked();
    let query = query.trim_start_matches('?');
    let address = routes::shop::product(&to);
    let address = if query.is_empty() { address } else { format!("{address}?{query}") };
    Effect::new(move |_| go(&address, NavigateOptions { replace: true, ..NavigateOptions::default() }));
}

#[component]
fn Gone() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHead title=move || t_string!(i18n, shop.lost.product)/>
        <Lost title=move || t_string!(i18n, shop.lost.product) text=move || t_string!(i18n, shop.lost.product_text)/>
    }
    .into_any()
}

/// What the parts of the page share. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    /// The product.
    pub product: StoredValue<Product>,
    /// The variant that is meant.
    pub variant: Memo<Option<Variant>>,
    /// How many pieces somebody wishes for.
    pub quantity: RwSignal<u32>,
}

impl Shown {
    /// How many pieces of the variant can be had, followed.
    pub(super) fn available(self) -> u32 {
        self.variant.with(|variant| variant.as_ref().map_or(0, |variant| u32::try_from(variant.available).unwrap_or(0)))
    }

    /// How many pieces are meant, followed: no more than there are.
    pub(super) fn wanted(self) -> u32 {
        self.quantity.get().min(self.available().max(1))
    }
}

#[component]
fn Whole(product: Product) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let id = product.id;
    let slug = product.slug.clone();
    let brand = product.brand.clone();
    let (text, text_en) = (product.description.clone(), product.description_en.clone());
    // As the server has written them into the page's head.
    let said = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let title = said(&product.seo_title).unwrap_or_else(|| product.name.clone());
    let about = {
        let (own, text, text_en) = (said(&product.seo_description), text.clone(), text_en.clone());
        move || own.clone().unwrap_or_else(|| words::pick(i18n.get_locale(), &text, &text_en))
    };
    let product = StoredValue::new(product);
    let listed = Signal::derive(move || {
        let (origin, locale) = (origin(), language(i18n.get_locale()));
        product.with_value(|product| Listed {
            path: routes::shop::product(&product.slug),
            image: product.images.first().cloned(),
            price: product.variants.iter().map(|variant| variant.price).min(),
            thing: Some(shared::head::product(shared::head::Place { origin: &origin, locale }, product)),
        })
    });
    let variant = Memo::new(move |_| {
        let query = query.read();
        let (sku, wished) = (query.get("variant"), read_options(&query));
        product.with_value(|product| choice::variant(product, sku.as_deref(), &wished).cloned())
    });
    let shown = Shown { product, variant, quantity: RwSignal::new(1) };
    recent::visited(id);
    leptos::task::spawn_local(async move {
        // A view that is not counted is nobody's trouble.
        let _ = catalog::count_product_view(id).await;
    });

    let paragraphs = move || {
        words::pick(i18n.get_locale(), &text, &text_en)
            .split("\n\n")
            .filter(|paragraph| !paragraph.trim().is_empty())
            .map(|paragraph| view! { <p>{paragraph.to_owned()}</p> })
            .collect_view()
    };
    let related = use_kept(format!("related to {slug}"), move || catalog::list_related_products(&slug));
    view! {
        <PageHead title=move || title.clone() description=about listed/>
        <article class="container product">
            <Way product/>
            <div class="product__columns">
                <Gallery shown/>
                <BuyBox shown/>
            </div>
            <Later>
                <div class="product__more">
                    <section class="product__about">
                        <h2 class="display display--sm">{move || t_string!(i18n, shop.product.about)}</h2>
                        <div class="prose">{paragraphs}</div>
                    </section>
                    <Specifications product/>
                </div>
            </Later>
        </article>
        <Later><Reviews product/></Later>
        {move || {
            let brand = brand.clone();
            related
                .get()
                .filter(|cards| !cards.is_empty())
                .map(|cards| view! { <Later><Strip title=move || t_string!(i18n, shop.product.related) accent=move || t_string!(i18n, shop.product.related_accent, brand = brand.clone()) cards/></Later> })
        }}
        <BuyBar shown/>
    }
    .into_any()
}
