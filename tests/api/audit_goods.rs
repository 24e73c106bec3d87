//! What staff do to the catalogue, once each: the audit log tells of it (see `audit`).

use image::ImageFormat;
use reqwest::Method;
use serde_json::{Value, json};
use shared::audit::AuditAction;
use shared::categories::StaffCategory;
use shared::ids::ProductId;
use shared::products::{ProductImages, StaffProduct};
use tests::pictures::{encoded, flag};
use tests::product::{as_it_is, product, simple_variant};
use tests::{Answer, Caller};

/// Does an operation, and says what the log should call it; `None` for those of other rooms.
pub async fn perform(admin: &Caller, id: ProductId, operation: &str) -> Option<(Answer, AuditAction)> {
    let path = format!("/admin/products/{id}");
    let images = format!("{path}/images");
    let read = async || admin.get(&path).await.ok::<StaffProduct>();
    let picture = encoded(&flag(200, 200, 5), ImageFormat::Png);
    let upload = async || admin.upload(Method::POST, &images, &[("a.png", "image/png", &picture)]).await;
    let fresh = async |name: &str| -> StaffCategory { admin.post("/admin/categories", category(name)).await.ok() };
    Some(match operation {
        "create_product" => {
            let ask = product(read().await.category_id, "S520", &[simple_variant("S-520", 7_000_000)]);
            (admin.post("/admin/products", ask).await, AuditAction::ProductCreated)
        }
        "update_product" => {
            let now = read().await;
            let mut ask = as_it_is(&now);
            ask["variants"][0]["price"] = json!(11_000_000);
            (admin.put_at(&path, now.revision, ask).await, AuditAction::ProductUpdated)
        }
        "duplicate_product" => (admin.post(&format!("{path}/copies"), json!({})).await, AuditAction::ProductCopied),
        "bulk_edit_products" => {
            let ask = json!({ "ids": [id], "edit": "feature", "price": null });
            (admin.post("/admin/products/changes", ask).await, AuditAction::ProductUpdated)
        }
        "add_product_images" => (upload().await, AuditAction::ProductImagesAdded),
        "arrange_product_images" => {
            upload().await.done();
            let arranged: Vec<Value> =
                read().await.images.iter().rev().map(|image| json!({ "id": image.id, "alt": "Dari depan" })).collect();
            (admin.put(&images, json!({ "images": arranged, "thumbnail_id": null })).await, AuditAction::ProductImagesArranged)
        }
        "remove_product_image" => {
            let added = upload().await.ok::<ProductImages>().added[0];
            (admin.delete(&format!("{images}/{added}")).await, AuditAction::ProductImageRemoved)
        }
        "upload_product_import" => {
            let file: &[(&str, &str, &[u8])] = &[("produk.csv", "text/csv", b"sku\nTIDAK-ADA\n")];
            (admin.upload(Method::POST, "/admin/products/imports", file).await, AuditAction::ImportSent)
        }
        "create_category" => (admin.post("/admin/categories", category("Bass")).await, AuditAction::CategoryCreated),
        "update_category" => {
            let made = fresh("Drum").await;
            let ask = json!({ "name": "Perkusi", "name_en": "Percussion", "slug": made.slug, "description": "", "description_en": "",
                              "active": true });
            (admin.put_at(&format!("/admin/categories/{}", made.id), made.revision, ask).await, AuditAction::CategoryUpdated)
        }
        "move_category" => {
            let made = fresh("Ampli").await;
            let ask = json!({ "parent_id": null, "position": 0 });
            (admin.put(&format!("/admin/categories/{}/place", made.id), ask).await, AuditAction::CategoryMoved)
        }
        "delete_category" => {
            let made = fresh("Efek").await;
            (admin.delete(&format!("/admin/categories/{}", made.id)).await, AuditAction::CategoryDeleted)
        }
        "set_category_image" | "remove_category_image" => {
            let path = format!("/admin/categories/{}/image", fresh("Senar").await.id);
            let set = admin.upload(Method::PUT, &path, &[("a.png", "image/png", &picture)]).await;
            let answer = if operation == "set_category_image" { set } else { admin.delete(&path).await };
            (answer, AuditAction::CategoryUpdated)
        }
        _ => return None,
    })
}

fn category(name: &str) -> Value {
    json!({ "parent_id": null, "name": name, "name_en": name, "slug": null, "description": "", "description_en": "", "active": true })
}
