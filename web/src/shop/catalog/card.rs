//! A product in a list.

use std::cell::RefCell;

use leptos::html;
use leptos::prelude::*;
use leptos_router::components::A;
use shared::catalog::{ProductCard, StockState};
use shared::money::Rupiah;
use web_logic::numbers::percent_off;

use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::shop::cart::use_cart;
use crate::shop::words;
use crate::ui::{Badge, Icon, Picture, Price, Rating, Status, Tone};

/// From so many ratings on, their average says something.
const TELLING: i64 = 3;

thread_local! {
    static OPENED: RefCell<Option<ProductCard>> = const { RefCell::new(None) };
}

/// The card that led to this product's page, so that the page has something to show at once.
#[must_use]
pub fn opened(slug: &str) -> Option<ProductCard> {
    OPENED.with_borrow(|card| card.clone().filter(|card| card.slug == slug))
}

/// Marks the one element that a view transition carries over to the next page.
const MORPHS: &str = "is-morphing";

fn carry(picture: NodeRef<html::Div>) {
    if let Ok(marked) = document().query_selector_all(&format!(".{MORPHS}")) {
        for index in 0..marked.length() {
            if let Some(element) =
                marked.item(index).and_then(|node| wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(node).ok())
            {
                let _ = element.class_list().remove_1(MORPHS);
            }
        }
    }
    if let Some(picture) = picture.get_untracked() {
        let _ = picture.class_list().add_1(MORPHS);
    }
}

/// Picture, brand, name, price; goes to the product, or straight into the cart.
#[component]
pub fn ProductTile(
    /// The product.
    card: ProductCard,
    /// In sight when the page opens.
    #[prop(optional)]
    eager: bool,
    /// What its address is followed by: the options that the list was filtered for.
    #[prop(optional)]
    wish: Option<Memo<String>>,
    /// CSS `sizes` of the picture.
    #[prop(default = "(min-width: 1200px) 18rem, (min-width: 768px) 30vw, 44vw")]
    sizes: &'static str,
) -> impl IntoView {
    let address = routes::shop::product(&card.slug);
    // Followed, as a tile stays while the list around it is filtered.
    let href = Signal::derive(move || format!("{address}{}", wish.map(|wish| wish.get()).unwrap_or_default()));
    let picture = NodeRef::<html::Div>::new();
    let remembered = card.clone();
    let open = move |_: leptos::ev::MouseEvent| {
        OPENED.set(Some(remembered.clone()));
        carry(picture);
    };
    let several = card.price_max > card.price;
    let average = f64::from(card.rating_hundredths) / 100.0;
    // Nobody sees the second before the pointer or a finger comes: half of what a list would fetch.
    let near = RwSignal::new(false);
    let first = card.images.first().cloned().map(|image| {
        view! { <TilePicture href><Picture image ratio="1 / 1" sizes alt="" eager/></TilePicture> }
    });
    let second = card.images.get(1).cloned().map(|image| {
        view! {
            <TilePicture href>
                {move || {
                    let image = near.get().then(|| image.clone());
                    image.map(|image| view! { <Picture image ratio="1 / 1" sizes alt=""/> })
                }}
            </TilePicture>
        }
    });
    view! {
        <article class="tile" data-test="product-card" on:click=open on:pointerenter=move |_| near.set(true)>
            <div class="tile__floor" node_ref=picture>
                <div class="tile__reel">{first}{second}</div>
                <Marks is_new=card.is_new price=card.price before=card.compare_at/>
                <QuickAdd card=card.clone() href/>
            </div>
            <div class="tile__facts">
                <p class="tile__brand">{card.brand.clone()}</p>
                <h3 class="tile__name"><A href=move || href.get()>{card.name.clone()}</A></h3>
                <Opinion average count=i64::from(card.rating_count)/>
                <p class="tile__price" data-test="price"><Price amount=card.price before=card.compare_at from=several/></p>
                <StockHint stock=card.stock/>
            </div>
        </article>
    }
    .into_any()
}

/// The stars; of too few ratings to say anything together only how many there are.
#[component]
fn Opinion(average: f64, count: i64) -> impl IntoView {
    let i18n = use_i18n();
    if count == 0 || count >= TELLING {
        return view! { <Rating average count/> }.into_any();
    }
    view! { <p class="small muted">{move || words::reviews(i18n.get_locale(), count)}</p> }.into_any()
}

/// A place for a picture. The name is the link; the pictures follow it for pointers only.
#[component]
fn TilePicture(href: Signal<String>, children: Children) -> impl IntoView {
    view! { <A href=move || href.get() attr:class="tile__picture" attr:tabindex="-1" attr:aria-hidden="true">{children()}</A> }
}

#[component]
fn Marks(is_new: bool, price: Rupiah, before: Option<Rupiah>) -> impl IntoView {
    let i18n = use_i18n();
    let off = percent_off(price, before);
    view! {
        {off.map(|off| view! { <span class="tile__off"><Badge tone=Tone::Accent>{format!("−{off}%")}</Badge></span> })}
        {(is_new && off.is_none()).then(|| view! { <span class="tile__new hand">{move || t_string!(i18n, shop.card.new)}</span> })}
    }
    .into_any()
}

/// Says something only when it matters.
#[component]
fn StockHint(stock: StockState) -> impl IntoView {
    let i18n = use_i18n();
    match stock {
        StockState::InStock => ().into_any(),
        StockState::Low => {
            view! { <p class="tile__stock"><Status tone=Tone::Warning>{move || t_string!(i18n, shop.stock.low)}</Status></p> }
                .into_any()
        }
        StockState::Out => {
            view! { <p class="tile__stock"><Status tone=Tone::Danger>{move || t_string!(i18n, shop.stock.out)}</Status></p> }
                .into_any()
        }
    }
}

#[component]
fn QuickAdd(card: ProductCard, href: Signal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    if card.stock == StockState::Out {
        return ().into_any();
    }
    let name = card.name.clone();
    match card.single_variant_id {
        Some(variant) => view! {
            <button
                type="button"
                class="tile__add"
                data-test="quick-add"
                aria-label=move || t_string!(i18n, shop.card.add_named, name = name.clone())
                on:click=move |event| {
                    event.stop_propagation();
                    cart.add(variant, 1);
                }
            >
                <Icon icon=icondata::LuShoppingCart/>
                <span class="tile__add-text" aria-hidden="true">{move || t_string!(i18n, shop.card.add)}</span>
            </button>
        }
        .into_any(),
        None => view! {
            <A
                href=move || href.get()
                attr:class="tile__add tile__add--choose"
                attr:aria-label=move || t_string!(i18n, shop.card.choose_named, name = name.clone())
            >
                <Icon icon=icondata::LuSlidersHorizontal/>
                <span class="tile__add-text" aria-hidden="true">{move || t_string!(i18n, shop.card.choose, count = card.variant_count)}</span>
            </A>
        }
        .into_any(),
    }
}
