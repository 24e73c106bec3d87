//! The analytics of a span of days.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::analytics::{Analytics, CategoryFigures, Point, SearchInsights, SearchTerm, Share, Span};
use shared::dashboard::{BestSeller, Comparison};
use shared::ids::{CategoryId, ProductId};
use shared::money::Rupiah;
use uuid::Uuid;

use super::figures;
use crate::context::Ctx;
use crate::db::all;
use crate::http::ApiError;

/// Rows of the lists of best sellers and searches.
const MOST: u32 = 10;

/// All of it, at one moment.
pub(super) async fn get(ctx: &Ctx, span: Span) -> Result<Analytics, ApiError> {
    let tx = figures::moment(ctx).await?;
    let before = span.before();
    let days = figures::days(&tx, Span { from: before.from, until: span.until }).await?;
    let current = days.over(span);
    let point = |part: Span| {
        let shift = span.from - before.from;
        let figures = days.over(part);
        Point {
            from: part.from,
            until: part.until,
            revenue: figures.revenue,
            orders: figures.orders,
            previous_revenue: days.over(Span { from: part.from - shift, until: part.until - shift }).revenue,
            visits: figures.visits,
            new_customers: figures.new_customers,
        }
    };
    let (categories, best_sellers) = goods(&tx, span).await?;
    let (couriers, methods) = splits(&tx, span).await?;
    let of_goods: i64 = categories.iter().map(|row| row.revenue.0).sum();
    let analytics = Analytics {
        from: span.from,
        until: span.until,
        previous_from: before.from,
        previous_until: before.until,
        grain: span.grain(),
        figures: Comparison { current, previous: days.over(before) },
        points: span.cut(span.grain()).into_iter().map(point).collect(),
        besides_goods: Rupiah(current.revenue.0.saturating_sub(of_goods)),
        views: categories.iter().map(|row| row.views).sum(),
        cart_adds: categories.iter().map(|row| row.cart_adds).sum(),
        categories: categories.into_iter().filter(|row| row.pieces != 0 || row.revenue.0 != 0).map(GoodsRow::category).collect(),
        couriers,
        methods,
        best_sellers: best_sellers.into_iter().map(GoodsRow::best_seller).collect(),
        customers_before: figures::customers_before(&tx, span.from).await?,
        searches: searches(&tx, span).await?,
    };
    tx.commit().await?;
    Ok(analytics)
}

/// A category with what was sold of it, or a product that sold best.
#[derive(FromQueryResult)]
struct GoodsRow {
    is_category: bool,
    id: Uuid,
    name: String,
    name_en: String,
    pieces: i64,
    revenue: Rupiah,
    views: i64,
    cart_adds: i64,
    image: Option<serde_json::Value>,
}

impl GoodsRow {
    fn category(self) -> CategoryFigures {
        CategoryFigures {
            category_id: CategoryId(self.id),
            name: self.name,
            name_en: self.name_en,
            pieces: self.pieces,
            revenue: self.revenue,
        }
    }

    fn best_seller(self) -> BestSeller {
        BestSeller {
            product_id: ProductId(self.id),
            name: self.name,
            quantity: self.pieces,
            revenue: self.revenue,
            image: self.image.and_then(crate::files::image_from_json),
        }
    }
}

/// By the category that a product stands under today, at the top of the tree; and what sold best. Both in one statement:
/// adding up what became of each product is most of the work, and is the same for either.
async fn goods(db: &impl ConnectionTrait, span: Span) -> Result<(Vec<GoodsRow>, Vec<GoodsRow>), DbErr> {
    let sql = format!(
        "WITH RECURSIVE f AS MATERIALIZED (SELECT * FROM product_figures($1::date, $2::date)),
         tops AS (
             SELECT id, id AS top FROM categories WHERE parent_id IS NULL
             UNION ALL SELECT c.id, t.top FROM categories c JOIN tops t ON c.parent_id = t.id),
         parts AS (
             SELECT t.top, sum(f.pieces)::bigint AS pieces, sum(f.revenue)::bigint AS revenue, sum(f.views)::bigint AS views,
                    sum(f.cart_adds)::bigint AS cart_adds
             FROM f JOIN products p ON p.id = f.product_id JOIN tops t ON t.id = p.category_id GROUP BY t.top),
         best AS (
             SELECT f.product_id, f.pieces, f.revenue FROM f WHERE f.pieces > 0
             ORDER BY f.pieces DESC, f.revenue DESC, f.product_id LIMIT {MOST})
         SELECT true AS is_category, c.id, c.name, c.name_en, s.pieces, s.revenue, s.views, s.cart_adds, NULL::jsonb AS image,
                row_number() OVER (ORDER BY s.revenue DESC, c.name, c.id) AS place
         FROM parts s JOIN categories c ON c.id = s.top
         UNION ALL
         SELECT false, p.id, p.name, p.name, b.pieces, b.revenue, 0, 0, l.images -> 0,
                row_number() OVER (ORDER BY b.pieces DESC, b.revenue DESC, b.product_id)
         FROM best b JOIN products p ON p.id = b.product_id LEFT JOIN product_listings l ON l.product_id = b.product_id
         ORDER BY place"
    );
    let rows: Vec<GoodsRow> = all(db, &sql, [span.from.into(), span.until.into()]).await?;
    Ok(rows.into_iter().partition(|row| row.is_category))
}

/// By courier, and by method of payment.
async fn splits(db: &impl ConnectionTrait, span: Span) -> Result<(Vec<Share>, Vec<Share>), DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        kind: String,
        key: String,
        orders: i64,
        revenue: Rupiah,
    }
    let sql = "SELECT kind, key, orders, revenue FROM sales_by_split($1::date, $2::date) ORDER BY revenue DESC, orders DESC, key";
    let rows: Vec<Row> = all(db, sql, [span.from.into(), span.until.into()]).await?;
    let (couriers, methods): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.kind == "courier");
    let shares = |rows: Vec<Row>| {
        rows.into_iter().map(|row| Share { key: row.key, orders: row.orders, revenue: row.revenue }).collect::<Vec<_>>()
    };
    Ok((shares(couriers), shares(methods)))
}

/// What was searched for, most first.
async fn searches(db: &impl ConnectionTrait, span: Span) -> Result<SearchInsights, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        list: String,
        query: String,
        searches: i64,
        without_results: i64,
    }
    let sql = format!(
        "WITH f AS MATERIALIZED (SELECT * FROM search_figures($1::date, $2::date))
         SELECT 'all' AS list, '' AS query, COALESCE(sum(searches), 0)::bigint AS searches,
                COALESCE(sum(without_results), 0)::bigint AS without_results FROM f
         UNION ALL (SELECT 'top', query, searches, without_results FROM f ORDER BY searches DESC, query LIMIT {MOST})
         UNION ALL (SELECT 'missing', query, searches, without_results FROM f WHERE without_results > 0
                    ORDER BY without_results DESC, query LIMIT {MOST})"
    );
    let rows: Vec<Row> = all(db, &sql, [span.from.into(), span.until.into()]).await?;
    let mut insights = SearchInsights::default();
    for Row { list, query, searches, without_results } in rows {
        let term = SearchTerm { query, searches, without_results };
        match list.as_str() {
            "top" => insights.top.push(term),
            "missing" => insights.missing.push(term),
            _ => (insights.searches, insights.without_results) = (searches, without_results),
        }
    }
    insights.top.sort_by(|one, other| other.searches.cmp(&one.searches).then_with(|| one.query.cmp(&other.query)));
    insights
        .missing
        .sort_by(|one, other| other.without_results.cmp(&one.without_results).then_with(|| one.query.cmp(&other.query)));
    Ok(insights)
}
