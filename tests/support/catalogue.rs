//! Rows that a test needs before it begins: goods on a shelf, and couriers.

use shared::ids::{CategoryId, ProductId, ShippingServiceId, VariantId};
use uuid::Uuid;

use crate::app::TestApp;

/// A product with one variant.
#[derive(Clone, Copy, Debug)]
pub struct Goods {
    /// The product.
    pub product: ProductId,
    /// Its variant.
    pub variant: VariantId,
}

/// Puts goods into a shop.
pub struct Shelf<'a> {
    app: &'a TestApp,
    category: CategoryId,
}

impl<'a> Shelf<'a> {
    /// An empty shelf: one category, two shipping services that go everywhere.
    pub async fn new(app: &'a TestApp) -> Self {
        let category = CategoryId::generate();
        let sql = "INSERT INTO categories (id, slug, name, name_en) VALUES ($1, 'gitar', 'Gitar', 'Guitars')";
        app.sql(sql, [category.0.into()]).await;
        for (code, base, per_kg, days) in [("REG", 5_000_i64, 6_000_i64, 3), ("YES", 12_000, 11_000, 1)] {
            let sql = "INSERT INTO shipping_services (id, courier, code, name, base_price, price_per_kg, price_per_km, min_days, max_days)
                       VALUES ($1, 'JNE', $2, $2, $3, $4, 5, 1, $5)";
            app.sql(sql, [ShippingServiceId::generate().0.into(), code.into(), base.into(), per_kg.into(), days.into()]).await;
        }
        Self { app, category }
    }

    /// The category everything is in.
    pub fn category(&self) -> CategoryId {
        self.category
    }

    /// A product with `pieces` in stock.
    pub async fn goods(&self, name: &str, price: i64, pieces: i32) -> Goods {
        let goods = Goods { product: ProductId::generate(), variant: VariantId::generate() };
        let slug = format!("{}-{}", name.to_lowercase().replace(' ', "-"), &goods.product.0.simple().to_string()[24..]);
        let sql = "INSERT INTO products (id, slug, name, brand, model, description, category_id, status, published_at)
                   VALUES ($1, $2, $3, 'Ibanez', 'X1', 'Gitar elektrik untuk metal.', $4, 'active', now())";
        self.app.sql(sql, [goods.product.0.into(), slug.into(), name.into(), self.category.0.into()]).await;
        let sql = "INSERT INTO variants (id, product_id, sku, price, weight_g, length_cm, width_cm, height_cm)
                   VALUES ($1, $2, $3, $4, 900, 20, 15, 10)";
        let sku = format!("SKU-{}", goods.variant.0.simple());
        self.app.sql(sql, [goods.variant.0.into(), goods.product.0.into(), sku.into(), price.into()]).await;
        self.receive(goods, pieces).await;
        goods
    }

    /// More pieces arrive.
    pub async fn receive(&self, goods: Goods, pieces: i32) {
        if pieces > 0 {
            let sql = "INSERT INTO stock_movements (id, variant_id, kind, quantity) VALUES ($1, $2, 'receipt', $3)";
            self.app.sql(sql, [Uuid::now_v7().into(), goods.variant.0.into(), pieces.into()]).await;
        }
    }
}
