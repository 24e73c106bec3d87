-- What was told of an order or a payment is found when its buyer goes.
CREATE INDEX CONCURRENTLY IF NOT EXISTS webhook_events_buyers_idx ON webhook_events (subject_id) WHERE event LIKE 'order.%' OR event LIKE 'payment.%';
-- So is what was written to somebody.
CREATE INDEX CONCURRENTLY IF NOT EXISTS email_messages_user_idx ON email_messages (user_id) WHERE user_id IS NOT NULL;
