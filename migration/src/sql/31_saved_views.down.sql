DROP INDEX orders_total_idx;
DROP TABLE saved_views;
