DROP INDEX CONCURRENTLY IF EXISTS payment_events_waiting_idx;
