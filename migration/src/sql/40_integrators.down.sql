DROP TRIGGER chat_rooms_forget_webhooks ON chat_rooms;
DROP TRIGGER chat_messages_forget_webhooks_gone ON chat_messages;
DROP TRIGGER chat_messages_forget_webhooks_deleted ON chat_messages;
DROP TRIGGER chat_rooms_tell_webhooks_changed ON chat_rooms;
DROP TRIGGER chat_rooms_tell_webhooks_made ON chat_rooms;
DROP TRIGGER chat_messages_tell_webhooks ON chat_messages;
DROP FUNCTION forget_webhooks_chat, tell_webhooks_room, tell_webhooks_message;
DROP TRIGGER products_tell_webhooks_changed ON products;
DROP TRIGGER products_tell_webhooks_made ON products;
DROP TRIGGER stocks_tell_webhooks ON stocks;
DROP TRIGGER payments_tell_webhooks ON payments;
DROP TRIGGER order_events_tell_webhooks ON order_events;
DROP FUNCTION tell_webhooks_product, tell_webhooks_stock, tell_webhooks_payment, tell_webhooks_order, tell_webhooks;
DROP TABLE webhook_attempts, webhook_deliveries, webhook_events, webhook_endpoints;
ALTER TABLE idempotency_keys DROP COLUMN answer, DROP COLUMN answer_headers;
DROP TRIGGER api_keys_tell ON api_keys;
DROP FUNCTION tell_api_key_changed;
ALTER TABLE api_keys
    DROP CONSTRAINT api_keys_previous_check,
    DROP COLUMN previous_hash,
    DROP COLUMN previous_until,
    DROP COLUMN rotated_at,
    DROP COLUMN revision;
