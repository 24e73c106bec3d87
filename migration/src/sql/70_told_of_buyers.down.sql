DROP INDEX CONCURRENTLY IF EXISTS webhook_events_buyers_idx;
