//! The pictures of the catalogue: drawn here, then taken in like any upload.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::Context;
use demo::art::{self, Svg};
use demo::{Catalogue, Product};
use futures_util::{StreamExt, TryStreamExt, stream};
use sea_orm::{DatabaseConnection, DbErr, FromQueryResult};
use serde_json::{Value, json};
use shared::ids::ImageId;
use uuid::Uuid;

use super::load;
use super::seed::say;
use crate::context::Ctx;
use crate::db::{all, execute};
use crate::files::{self, ImageRow};

/// How large the pictures are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pictures {
    /// As wide as the widest rendition.
    Whole,
    /// As wide as the narrowest.
    Stamps,
}

impl Pictures {
    /// Pixels across.
    const fn width(self) -> u32 {
        match self {
            Self::Whole => 1440,
            Self::Stamps => 160,
        }
    }
}

/// A picture to make.
struct Drawing {
    svg: Svg,
    alt: String,
    /// SKUs that it shows.
    skus: Vec<String>,
}

/// Makes the pictures of the products that have none, two per product and one for each variant
/// that looks different, and then those of the categories.
pub async fn load(ctx: &Ctx, catalogue: &Catalogue, size: Pictures) -> anyhow::Result<()> {
    let started = Instant::now();
    let bare = without_pictures(&ctx.db).await?;
    let work: Vec<(Uuid, Vec<Drawing>)> =
        catalogue.products.iter().filter_map(|product| Some((*bare.get(&product.slug)?, drawings(product)))).collect();
    let total: usize = work.iter().map(|(_, drawings)| drawings.len()).sum();
    let done = AtomicUsize::new(0);
    let hands = std::thread::available_parallelism().map_or(1, usize::from);
    stream::iter(work)
        .map(|(product, drawings)| {
            let done = &done;
            async move {
                let mut pictures = Vec::with_capacity(drawings.len());
                for Drawing { svg, alt, skus } in drawings {
                    pictures.push((make(ctx, svg, alt, size.width()).await?, skus));
                    let number = done.fetch_add(1, Ordering::Relaxed) + 1;
                    // Of stamps there are hundreds in a second.
                    if size == Pictures::Whole {
                        say(&format!("Picture {number}/{total}"));
                    }
                }
                keep(&ctx.db, product, &pictures).await.context("keeping pictures")
            }
        })
        .buffer_unordered(hands)
        .try_collect::<Vec<()>>()
        .await?;
    if total > 0 {
        say(&format!("{total} pictures in {:.0} s", started.elapsed().as_secs_f32()));
    }
    shelves(ctx, catalogue, size).await?;
    categories(&ctx.db, catalogue).await?;
    Ok(())
}

/// Ids of the products that have no pictures, by slug.
async fn without_pictures(db: &DatabaseConnection) -> Result<HashMap<String, Uuid>, DbErr> {
    #[derive(FromQueryResult)]
    struct Bare {
        slug: String,
        id: Uuid,
    }
    let sql = "SELECT p.slug, p.id FROM products p WHERE NOT EXISTS (SELECT FROM product_images i WHERE i.product_id = p.id)";
    let rows: Vec<Bare> = all(db, sql, []).await?;
    Ok(rows.into_iter().map(|row| (row.slug, row.id)).collect())
}

/// The product from the front and from close by, then the variants that look different.
fn drawings(product: &Product) -> Vec<Drawing> {
    let mut drawings: Vec<Drawing> = Vec::new();
    for (index, variant) in product.variants.iter().enumerate() {
        let svg = art::front(product, variant);
        if let Some(same) = drawings.iter_mut().find(|drawing| drawing.svg.as_str() == svg.as_str()) {
            same.skus.push(variant.sku.clone());
            continue;
        }
        let options: Vec<&str> = variant.options.iter().map(|option| option.id).collect();
        let alt = if options.is_empty() { product.name.clone() } else { format!("{}, {}", product.name, options.join(", ")) };
        drawings.push(Drawing { svg, alt, skus: vec![variant.sku.clone()] });
        if index == 0 {
            drawings.push(Drawing {
                svg: art::detail(product, variant),
                alt: format!("{} dari dekat", product.name),
                skus: Vec::new(),
            });
        }
    }
    drawings
}

/// Renders a picture and takes it in.
async fn make(ctx: &Ctx, svg: Svg, alt: String, width: u32) -> anyhow::Result<ImageRow> {
    let name = alt.clone();
    let rendered = tokio::task::spawn_blocking(move || art::render(&svg, width).map_err(|error| anyhow::anyhow!("{error}")));
    let png = rendered.await?.with_context(|| format!("drawing {name}"))?;
    let stored = files::ingest(ctx, png).await.with_context(|| format!("taking in {name}"))?;
    Ok(ImageRow::new(ImageId::generate(), alt, stored))
}

/// Keeps the pictures of a product, all at once: a product has all of them or none.
async fn keep(db: &DatabaseConnection, product: Uuid, pictures: &[(ImageRow, Vec<String>)]) -> Result<(), DbErr> {
    let row = |(index, (image, _)): (usize, &(ImageRow, Vec<String>))| {
        json!({
            "id": image.id, "product_id": product, "alt": image.alt, "width": image.width, "height": image.height, "color": image.color,
            "widths": image.widths, "path": image.path, "is_thumbnail": index == 0, "sort_order": index,
        })
    };
    let rows: Vec<Value> = pictures.iter().enumerate().map(row).collect();
    let shows = |(image, skus): &(ImageRow, Vec<String>)| {
        skus.iter().map(|sku| json!({ "sku": sku, "image_id": image.id })).collect::<Vec<_>>()
    };
    let shown: Vec<Value> = pictures.iter().flat_map(shows).collect();
    let tx = load::begin_bulk(db).await?;
    load::insert(
        &tx,
        "product_images",
        "id, product_id, alt, width, height, color, widths, path, is_thumbnail, sort_order",
        &rows,
    )
    .await?;
    let sql = "UPDATE variants v SET image_id = s.image_id FROM jsonb_to_recordset($1) AS s (sku text, image_id uuid) WHERE v.sku = s.sku";
    load::run(&tx, sql, &shown).await?;
    tx.commit().await
}

/// Draws the topmost categories that have no picture.
async fn shelves(ctx: &Ctx, catalogue: &Catalogue, size: Pictures) -> anyhow::Result<()> {
    #[derive(FromQueryResult)]
    struct Bare {
        slug: String,
    }
    let bare: Vec<Bare> = all(&ctx.db, "SELECT slug FROM categories WHERE image IS NULL", []).await?;
    for Bare { slug } in bare {
        let Some(category) = catalogue.categories.iter().find(|category| category.slug == slug) else { continue };
        let Some(svg) = art::category(&slug) else { continue };
        let image = make(ctx, svg, category.name.id.to_owned(), size.width()).await?;
        let sql = "UPDATE categories SET image = $2 WHERE slug = $1 AND image IS NULL";
        execute(&ctx.db, sql, [slug.into(), serde_json::to_value(&image)?.into()])
            .await
            .context("keeping a category's picture")?;
    }
    Ok(())
}

/// Gives each category that still has none what sells best in it, or what the shop is proud of if there is such a thing, from
/// close by: its cards show it whole.
async fn categories(db: &DatabaseConnection, catalogue: &Catalogue) -> Result<(), DbErr> {
    let best = |category: &demo::Category| {
        let inside = catalogue.products.iter().filter(|product| product.category == category.slug);
        let best = inside.max_by_key(|product| (product.featured, product.popularity))?;
        Some(json!({ "category": category.slug, "product": best.slug }))
    };
    let choices: Vec<Value> = catalogue.categories.iter().filter_map(best).collect();
    let sql = "UPDATE categories c SET image = jsonb_build_object('id', i.id, 'alt', i.alt, 'width', i.width, 'height', i.height,
                                                                  'color', i.color, 'widths', i.widths, 'path', i.path)
               FROM jsonb_to_recordset($1) AS s (category text, product text)
               JOIN products p ON p.slug = s.product JOIN product_images i ON i.product_id = p.id AND i.sort_order = 1
               WHERE c.slug = s.category AND c.image IS NULL";
    execute(db, sql, [Value::Array(choices).into()]).await.map(drop)
}
