DROP INDEX products_not_for_sale_idx, products_sold_idx, products_name_idx;
DROP TRIGGER product_listings_count_moved ON product_listings;
DROP TRIGGER product_listings_count_removed ON product_listings;
DROP TRIGGER product_listings_count_added ON product_listings;
DROP FUNCTION count_listings, search_words_of;
DROP TABLE search_words, listing_counts;
