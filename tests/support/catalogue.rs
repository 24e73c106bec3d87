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

    /// A guitar with a picture, in a finish per name (option `Warna`), `pieces` in stock of each.
    pub async fn finishes(&self, brand: &str, model: &str, price: i64, pieces: i32, finishes: &[&str]) -> Vec<Goods> {
        let variants: Vec<_> = finishes.iter().map(|finish| (vec![*finish], pieces)).collect();
        self.guitar(brand, model, price, &["Warna"], &variants).await
    }

    /// A guitar with a picture, whose variants each have a finish (option `Warna`), a hand (option `Tangan`) and their pieces
    /// in stock.
    pub async fn handed(&self, brand: &str, model: &str, price: i64, variants: &[(&str, &str, i32)]) -> Vec<Goods> {
        let variants: Vec<_> = variants.iter().map(|(finish, hand, pieces)| (vec![*finish, *hand], *pieces)).collect();
        self.guitar(brand, model, price, &["Warna", "Tangan"], &variants).await
    }

    /// A guitar whose variants have a value for each of these options, and so many pieces in stock.
    async fn guitar(&self, brand: &str, model: &str, price: i64, names: &[&str], variants: &[(Vec<&str>, i32)]) -> Vec<Goods> {
        let product = ProductId::generate();
        let slug = format!("{brand}-{model}").to_lowercase().replace(' ', "-");
        let sql =
            "INSERT INTO products (id, slug, name, brand, model, description, category_id, status, published_at, option_names)
                   VALUES ($1, $2, $3, $4, $5, 'Gitar elektrik untuk metal.', $6, 'active', now(), $7)";
        let named: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let values: [sea_orm::Value; 7] = [
            product.0.into(),
            slug.into(),
            format!("{brand} {model}").into(),
            brand.into(),
            model.into(),
            self.category.0.into(),
            named.into(),
        ];
        self.app.sql(sql, values).await;
        self.picture(product, 0).await;
        let mut goods = Vec::new();
        for (order, (values, pieces)) in (0_i32..).zip(variants) {
            let one = Goods { product, variant: VariantId::generate() };
            let option = |(name, value): (&&str, &&str)| serde_json::json!({ "name": name, "value": value });
            let options = serde_json::Value::Array(names.iter().zip(values).map(option).collect());
            let sql =
                "INSERT INTO variants (id, product_id, sku, options, price, weight_g, length_cm, width_cm, height_cm, sort_order)
                       VALUES ($1, $2, $3, $4, $5, 3500, 105, 40, 12, $6)";
            let sku = format!("{model}-{}", values.join("-")).to_uppercase().replace(' ', "-");
            self.app
                .sql(sql, [one.variant.0.into(), product.0.into(), sku.into(), options.into(), price.into(), order.into()])
                .await;
            self.receive(one, *pieces).await;
            goods.push(one);
        }
        goods
    }

    /// A picture for a product, taken in like an upload; the first one, 0, stands for it in lists.
    pub async fn picture(&self, product: ProductId, order: u8) {
        // Large enough for several renditions, cheap to compress.
        let drawn = image::RgbImage::from_fn(800, 800, |x, y| {
            image::Rgb([200 - 40 * order, u8::try_from(x / 8).unwrap_or(0), u8::try_from(y / 8).unwrap_or(0)])
        });
        let mut png = std::io::Cursor::new(Vec::new());
        drawn.write_to(&mut png, image::ImageFormat::Png).expect("a picture");
        let stored = api::files::ingest(&self.app.ctx, png.into_inner()).await.expect("a picture");
        let sql = "INSERT INTO product_images (id, product_id, alt, width, height, color, widths, path, is_thumbnail, sort_order)
                   VALUES ($1, $2, 'Gitar', $3, $4, $5, $6, $7, $8, $9)";
        let values: [sea_orm::Value; 9] = [
            Uuid::now_v7().into(),
            product.0.into(),
            stored.width.into(),
            stored.height.into(),
            stored.color.into(),
            stored.widths.into(),
            stored.path.into(),
            (order == 0).into(),
            i32::from(order).into(),
        ];
        self.app.sql(sql, values).await;
    }

    /// More pieces arrive.
    pub async fn receive(&self, goods: Goods, pieces: i32) {
        if pieces > 0 {
            let sql = "INSERT INTO stock_movements (id, variant_id, kind, quantity) VALUES ($1, $2, 'receipt', $3)";
            self.app.sql(sql, [Uuid::now_v7().into(), goods.variant.0.into(), pieces.into()]).await;
        }
    }
}
