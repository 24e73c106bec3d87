-- Payments that were given up without asking their provider, whose keys were gone: few, whatever the size of the table.
CREATE INDEX CONCURRENTLY IF NOT EXISTS payments_unasked_idx ON payments (created_at) WHERE status = 'cancelled' AND checked_at IS NULL;
