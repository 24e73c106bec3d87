-- What was told of an order or a payment is found when its buyer goes.
CREATE INDEX CONCURRENTLY IF NOT EXISTS webhook_events_buyers_idx ON webhook_events (subject_id) WHERE event LIKE 'order.%' OR event LIKE 'payment.%';
-- So is what was written to somebody.
CREATE INDEX CONCURRENTLY IF NOT EXISTS email_messages_user_idx ON email_messages (user_id) WHERE user_id IS NOT NULL;
-- Whoever went before payments forgot what their providers had told.
UPDATE payment_events SET payload = jsonb_strip_nulls(jsonb_build_object('type', payload -> 'type',
        'data', jsonb_build_object('object', jsonb_build_object('id', payload #> '{data,object,id}'))))
    WHERE payment_id IN (SELECT p.id FROM payments p JOIN orders o ON o.id = p.order_id WHERE o.user_id IS NULL AND o.buyer_email = '');
UPDATE payments SET raw = NULL
    WHERE raw IS NOT NULL AND order_id IN (SELECT id FROM orders WHERE user_id IS NULL AND buyer_email = '');
UPDATE webhook_events SET payload = jsonb_set(payload::jsonb, '{data}', jsonb_build_object('id', subject_id))::text
    WHERE (event LIKE 'order.%' OR event LIKE 'payment.%') AND payload IS NOT NULL AND subject_id = ANY (ARRAY(
        SELECT id FROM orders WHERE user_id IS NULL AND buyer_email = ''
        UNION ALL SELECT p.id FROM payments p JOIN orders o ON o.id = p.order_id WHERE o.user_id IS NULL AND o.buyer_email = ''));
