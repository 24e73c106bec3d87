DROP INDEX CONCURRENTLY IF EXISTS webhook_events_buyers_idx;
DROP INDEX CONCURRENTLY IF EXISTS email_messages_user_idx;
