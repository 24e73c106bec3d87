-- What was said and not worked on yet: few, whatever the size of the table.
CREATE INDEX CONCURRENTLY IF NOT EXISTS payment_events_waiting_idx ON payment_events (received_at, id) WHERE applied_at IS NULL;
