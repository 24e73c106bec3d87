DROP TABLE retained_pictures;
DROP INDEX product_images_path_idx, products_featured_idx, products_folded_brand_idx, products_brand_idx, variants_sku_stem_idx;
DROP FUNCTION sku_stem(text);
DROP TRIGGER products_keep_former_slug ON products;
DROP FUNCTION keep_former_slug();
DROP TABLE former_slugs;
ALTER TABLE categories DROP COLUMN revision;
