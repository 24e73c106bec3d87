DROP TRIGGER categories_refresh ON categories;
DROP TRIGGER stocks_tell ON stocks;
DROP TRIGGER product_images_refresh_listing ON product_images;
DROP TRIGGER variants_refresh_listing ON variants;
DROP TRIGGER products_refresh_listing ON products;
DROP TABLE product_listings;
DROP FUNCTION refresh_category_listings, tell_stock_changed, refresh_listing_of_row, bulk_load, refresh_listings, category_path;
