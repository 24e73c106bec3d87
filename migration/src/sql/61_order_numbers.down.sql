DROP INDEX CONCURRENTLY IF EXISTS shipments_number_idx;
DROP INDEX CONCURRENTLY IF EXISTS orders_recipient_phone_idx;
DROP INDEX CONCURRENTLY IF EXISTS orders_buyer_phone_idx;
