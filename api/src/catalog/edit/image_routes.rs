//! `/admin/products/…/images`: a product's pictures.

use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::ids::{ImageId, ProductId};
use shared::products::{ArrangeImagesRequest, MAX_IMAGE_BYTES, MAX_UPLOAD, ProductImages};

use super::images;
use crate::context::Ctx;
use crate::http::{ApiResult, Area, Body, Can, Created, Files, MaybeIfMatch, Revised, grants};

/// The endpoints that change a product's pictures.
pub struct ProductImageRoutes {
    /// The running shop.
    pub ctx: Ctx,
}

#[OpenApi(tag = "Area::AdminCatalog")]
impl ProductImageRoutes {
    /// Add pictures to a product: JPEG, PNG or WebP by their content, of at most 20 MB. All files of a
    /// request are taken, or none; `errors` names those at fault as `/files/0` and so on.
    #[oai(path = "/admin/products/:product_id/images", method = "post", operation_id = "add_product_images")]
    async fn add_product_images(
        &self,
        staff: Can<grants::CatalogWrite>,
        /// The product.
        product_id: Path<ProductId>,
        files: Files<MAX_UPLOAD, MAX_IMAGE_BYTES>,
    ) -> ApiResult<Created<ProductImages>> {
        Ok(Created(images::add(&self.ctx, product_id.0, files.0, staff.caller()).await?))
    }

    /// Put a product's pictures in order, describe them, and choose the thumbnail.
    ///
    /// `stale`: somebody else arranged them since the revision in `If-Match`, or the product has other pictures by now.
    #[oai(path = "/admin/products/:product_id/images", method = "put", operation_id = "arrange_product_images")]
    async fn arrange_product_images(
        &self,
        staff: Can<grants::CatalogWrite>,
        /// The product.
        product_id: Path<ProductId>,
        /// The `images_revision` of the product that was seen: `"7"`. Without it whatever is there is replaced.
        #[oai(name = "If-Match")]
        if_match: MaybeIfMatch,
        ask: Body<ArrangeImagesRequest>,
    ) -> ApiResult<Revised<ProductImages>> {
        Ok(Revised(images::arrange(&self.ctx, product_id.0, if_match, ask.0, staff.caller()).await?))
    }

    /// Remove a picture of a product.
    #[oai(path = "/admin/products/:product_id/images/:image_id", method = "delete", operation_id = "remove_product_image")]
    async fn remove_product_image(
        &self,
        staff: Can<grants::CatalogWrite>,
        /// The product.
        product_id: Path<ProductId>,
        /// The picture.
        image_id: Path<ImageId>,
    ) -> ApiResult<Body<ProductImages>> {
        Ok(Body(images::remove(&self.ctx, product_id.0, image_id.0, staff.caller()).await?))
    }
}
