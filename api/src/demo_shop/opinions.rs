//! What buyers wrote, and how often pages were looked at.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use demo::{Catalogue, PastReview};
use sea_orm::{DatabaseTransaction, DbErr};
use serde_json::{Value, json};
use uuid::Uuid;

use super::goods::{Good, options_in_words};
use super::people::People;
use super::{ids, load};
use crate::clock::shop_day;
use crate::db::execute;

/// Writes the reviews; each is tied to the line that proves the purchase.
pub async fn reviews(
    tx: &DatabaseTransaction,
    people: &People,
    goods: &HashMap<String, Good>,
    item_ids: &HashMap<(String, String), Uuid>,
    reviews: &[PastReview],
) -> Result<(), DbErr> {
    let row = |review: &PastReview| -> Option<Value> {
        let good = goods.get(&review.sku)?;
        let buyer = people.buyers.get(review.author.email)?;
        let item = item_ids.get(&(review.order.clone(), review.sku.clone()))?;
        Some(json!({
            "id": ids::id(review.written_at, "review", &item.to_string()), "product_id": good.product_id, "user_id": buyer.id,
            "order_item_id": item, "author": review.author.name.split(' ').next(), "stars": review.stars, "body": review.text,
            "variant": options_in_words(&good.options), "photos": [],
            "status": if review.awaits_moderation { "pending" } else { "published" }, "created_at": review.written_at,
            "updated_at": review.written_at, "submitted_at": review.written_at,
        }))
    };
    let rows: Vec<Value> = reviews.iter().filter_map(row).collect();
    let columns = "id, product_id, user_id, order_item_id, author, stars, body, variant, photos, status, created_at, updated_at, submitted_at";
    load::insert(tx, "reviews", columns, &rows).await
}

/// Counts views of the last 120 days: by how much a product is wanted, more at weekends, with a
/// scatter that belongs to product and day.
pub async fn views(tx: &DatabaseTransaction, catalogue: &Catalogue, now: DateTime<Utc>) -> Result<(), DbErr> {
    let wanted: Vec<Value> =
        catalogue.products.iter().map(|product| json!({ "slug": product.slug, "popularity": product.popularity })).collect();
    let sql = "INSERT INTO product_views (product_id, day, views, cart_adds)
               SELECT p.id, d.day, v.views, v.views * (4 + scatter % 7) / 100
               FROM jsonb_to_recordset($1) AS w (slug text, popularity int)
               JOIN products p ON p.slug = w.slug
               CROSS JOIN LATERAL (SELECT generate_series(greatest(p.published_at::date, $2::date - 120), $2::date - 1, '1 day')::date AS day) d
               CROSS JOIN LATERAL (SELECT ('x' || substr(md5(p.slug || d.day), 1, 6))::bit(24)::int AS scatter) s
               CROSS JOIN LATERAL (SELECT (2 + w.popularity * (60 + scatter % 80) * (CASE WHEN extract(isodow FROM d.day) >= 6 THEN 14 ELSE 10 END)
                                           / 2500) AS views) v
               ON CONFLICT DO NOTHING";
    execute(tx, sql, [Value::Array(wanted).into(), shop_day(now).into()]).await.map(drop)
}

/// What people look for, how often, and what the shop does not have.
const SEARCHES: &str = "('gitar elektrik', 60, 24), ('senar', 42, 12), ('efek distorsi', 30, 9), ('bass 5 senar', 24, 5), ('ampli tabung', 20, 6),
    ('ibanez', 18, 14), ('pedal wah', 14, 2), ('stik drum', 12, 4), ('capo', 9, 2), ('theremin', 5, 0), ('gitar 8 senar', 4, 0), ('ukulele', 3, 0)";

/// Visits and searches of the last 120 days: somebody who comes looks at a few products.
pub async fn visits(tx: &DatabaseTransaction, now: DateTime<Utc>) -> Result<(), DbErr> {
    let sql =
        "INSERT INTO visits (day, visits) SELECT day, 20 + sum(views)::bigint / 4 FROM product_views WHERE day < $1 GROUP BY day
               ON CONFLICT DO NOTHING";
    execute(tx, sql, [shop_day(now).into()]).await?;
    let sql = format!(
        "INSERT INTO search_log (query, results, created_at)
         SELECT s.query, s.results, ($1::date - d.day)::timestamp AT TIME ZONE 'Asia/Jakarta' + interval '9 hours' + n * interval '17 minutes'
         FROM (VALUES {SEARCHES}) s (query, often, results), generate_series(1, 120) d (day),
              LATERAL generate_series(1, s.often * (60 + ('x' || substr(md5(s.query || d.day), 1, 6))::bit(24)::int % 80) / 1000) n"
    );
    execute(tx, &sql, [shop_day(now).into()]).await.map(drop)
}
