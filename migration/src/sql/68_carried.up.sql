-- Which orders a courier carries, from the index alone: for that the plain name must be in it, too.
CREATE INDEX CONCURRENTLY IF NOT EXISTS shipments_courier_idx ON shipments (fold_courier(courier)) INCLUDE (order_id, courier);
