-- Orders by how a phone number or a tracking number begins. Ranges of plain bytes, which a prepared statement finds, too.
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_buyer_phone_idx ON orders (buyer_phone COLLATE "C");
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_recipient_phone_idx ON orders ((address ->> 'phone') COLLATE "C");
CREATE INDEX CONCURRENTLY IF NOT EXISTS shipments_number_idx ON shipments (tracking_number COLLATE "C");
