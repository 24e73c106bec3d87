//! What a page shows, as the API would answer it.

use poem::http::{HeaderValue, StatusCode};
use shared::account::Locale;
use shared::catalog::{Category, Home, Image, Product, ProductList};
use shared::ids::ImageId;
use shared::pages::ContentPage;
use shared::store::StoreProfile;
use uuid::Uuid;

use super::place::Place;
use super::question::{Question, list_path};
use crate::catalog::{Asked, front};
use crate::config::Environment;
use crate::context::Ctx;
use crate::http::{ApiError, ApiResult, Cached};
use crate::{pages, store};

/// What a page is about.
pub(super) enum Content {
    /// Nothing that others may see; the app does the rest.
    Bare,
    /// It has another address now, by which the product goes.
    Moved(String),
    /// The front page.
    Home(Cached<Home>),
    /// Products, all or of a category.
    List {
        /// The category's name in the URL.
        category: Option<String>,
        /// What was asked for.
        asked: Box<Asked>,
        /// The products.
        list: Cached<ProductList>,
    },
    /// A product, read already, as its name had to be looked at.
    Product(Box<Product>, Cached<Product>),
    /// A content page.
    Page(Cached<ContentPage>),
    /// Nothing is there.
    Lost(Lost),
}

/// What is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// A page.
    Page,
    /// A category.
    Category,
    /// A product.
    Product,
}

/// What stands around every page.
pub(super) struct Around {
    /// The category tree.
    pub categories: Cached<Vec<Category>>,
    /// The shop.
    pub store: StoreProfile,
}

impl Around {
    pub(super) async fn load(ctx: &Ctx) -> ApiResult<Self> {
        let categories = front::categories(ctx).await?;
        let settings = store::settings(ctx).await?;
        let demo = ctx.config.environment == Environment::Demo;
        Ok(Self { categories, store: store::profile_view(&settings, ctx.clock.now(), demo) })
    }
}

impl Content {
    /// Looks up what the question is about.
    pub(super) async fn load(ctx: &Ctx, question: &Question, around: &Around) -> ApiResult<Self> {
        match &question.place {
            Place::Private | Place::Shell => Ok(Self::Bare),
            Place::Unknown => Ok(Self::Lost(Lost::Page)),
            Place::Home => Ok(Self::Home(front::home(ctx).await?)),
            Place::Content(slug) => Ok(Self::Page(pages::page(ctx, *slug).await?)),
            Place::Products => Self::list(ctx, question, None).await,
            Place::Category(slug) => {
                let known = around.categories.value()?.iter().any(|category| category.slug == *slug);
                if known { Self::list(ctx, question, Some(slug)).await } else { Ok(Self::Lost(Lost::Category)) }
            }
            Place::Product(slug) => match front::product(ctx, slug).await {
                Ok(kept) => {
                    let product = kept.value()?;
                    let moved = product.slug != *slug;
                    Ok(if moved { Self::Moved(product.slug) } else { Self::Product(Box::new(product), kept) })
                }
                Err(error) if is(&error, StatusCode::NOT_FOUND) => Ok(Self::Lost(Lost::Product)),
                Err(error) => Err(error),
            },
        }
    }

    async fn list(ctx: &Ctx, question: &Question, category: Option<&String>) -> ApiResult<Self> {
        let asked = Box::new(question.asked(category.map(String::as_str)));
        let cursor = question.get("cursor").map(str::to_owned);
        match front::products(ctx, question.asked(category.map(String::as_str)), cursor).await {
            Ok(list) => Ok(Self::List { category: category.cloned(), asked, list }),
            // Filters that make no sense: the app says so.
            Err(error) if is(&error, StatusCode::UNPROCESSABLE_ENTITY) || is(&error, StatusCode::BAD_REQUEST) => Ok(Self::Bare),
            Err(error) => Err(error),
        }
    }

    /// The tag of what it shows: the same as long as that is.
    pub(super) fn tag(&self) -> Option<HeaderValue> {
        match self {
            Self::Bare | Self::Moved(_) | Self::Lost(_) => None,
            Self::Home(home) => Some(home.tag().clone()),
            Self::List { list, .. } => Some(list.tag().clone()),
            Self::Page(page) => Some(page.tag().clone()),
            Self::Product(_, kept) => Some(kept.tag().clone()),
        }
    }

    /// The answers that the app need not ask for, by path.
    pub(super) fn answers(&self, around: &Around, question: &Question) -> ApiResult<String> {
        let mut answers = vec![
            ("/categories".to_owned(), serde_json::to_string(&self.tree(around, question.locale)?)?),
            ("/store".to_owned(), serde_json::to_string(&around.store)?),
        ];
        match self {
            // What the app refuses to draw, or asks for itself.
            Self::Bare | Self::Moved(_) => return Ok(String::new()),
            Self::Lost(_) => {}
            Self::Home(home) => {
                let mut home = home.value()?;
                let Home { hero, featured, new_arrivals, best_sellers } = &mut home;
                let cards = hero.iter_mut().chain(featured).chain(new_arrivals).chain(best_sellers);
                lighten(cards.flat_map(|card| &mut card.images));
                answers.push(("/home".to_owned(), serde_json::to_string(&home)?));
            }
            Self::Page(page) => answers.push((question.path.clone(), text(page.json())?.to_owned())),
            // The app has no place further on in a list: it begins at the beginning.
            Self::List { .. } if question.get("cursor").is_some() => {}
            Self::List { asked, list, .. } => {
                let mut list = list.value()?;
                lighten(list.items.iter_mut().flat_map(|card| &mut card.images));
                answers.push((list_path(asked), serde_json::to_string(&list)?));
            }
            Self::Product(product, kept) => answers.push((format!("/products/{}", product.slug), text(kept.json())?.to_owned())),
        }
        let mut object = String::from("{");
        for (index, (path, answer)) in answers.iter().enumerate() {
            if index > 0 {
                object.push(',');
            }
            object.push_str(&serde_json::to_string(path)?);
            object.push(':');
            object.push_str(answer);
        }
        object.push('}');
        Ok(object)
    }

    /// The category tree, for most categories without their texts and pictures: those would be half of what a page weighs.
    /// The app asks for them when somebody goes on to another page.
    fn tree(&self, around: &Around, locale: Locale) -> ApiResult<Vec<Category>> {
        let mut tree = around.categories.value()?;
        for category in &mut tree {
            match self {
                // Shown are picture and name; the text is for whoever goes on to it, in the language of now.
                Self::Home(_) if category.parent_id.is_none() => match locale {
                    Locale::English if !category.description_en.is_empty() => category.description.clear(),
                    _ => category.description_en.clear(),
                },
                Self::List { category: here, .. } if here.as_ref() == Some(&category.slug) => {}
                _ => {
                    category.description.clear();
                    category.description_en.clear();
                    category.image = None;
                }
            }
            lighten(category.image.iter_mut());
        }
        Ok(tree)
    }
}

/// Takes from pictures what compresses worst and the app never asks for: a page should fit into what a phone gets in its first
/// round trip.
fn lighten<'a>(images: impl Iterator<Item = &'a mut Image>) {
    for image in images {
        image.id = ImageId(Uuid::nil());
    }
}

fn is(error: &ApiError, status: StatusCode) -> bool {
    poem::error::ResponseError::status(error) == status
}

/// JSON is UTF-8.
fn text(json: &[u8]) -> ApiResult<&str> {
    std::str::from_utf8(json).map_err(ApiError::internal)
}
