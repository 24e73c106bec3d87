DROP TABLE live_tickets;
DROP TRIGGER payment_events_tell ON payment_events;
DROP TRIGGER refunds_tell ON refunds;
DROP TRIGGER payments_tell_updated ON payments;
DROP TRIGGER payments_tell_inserted ON payments;
DROP FUNCTION tell_payment_changed;
DROP TRIGGER order_events_tell ON order_events;
DROP TRIGGER orders_tell ON orders;
DROP FUNCTION tell_order_changed;
DROP TRIGGER notifications_tell_read ON notifications;
DROP FUNCTION tell_notifications_read;
DROP TRIGGER notifications_tell ON notifications;
DROP FUNCTION tell_notification;
DROP FUNCTION announce_soon;
DROP TRIGGER notifications_number ON notifications;
DROP FUNCTION number_notification;
DELETE FROM notifications WHERE permission IS NOT NULL;
DROP INDEX notifications_order_idx;
DROP INDEX notifications_unread_idx;
DROP INDEX notifications_dedupe_key;
ALTER TABLE notifications
    DROP CONSTRAINT notifications_sequence_key,
    DROP COLUMN dedupe_key,
    DROP COLUMN permission,
    DROP COLUMN sequence;
DROP TABLE notification_heads;
CREATE INDEX notifications_user_idx ON notifications (user_id, created_at DESC, id DESC);
CREATE INDEX notifications_unread_idx ON notifications (user_id) WHERE read_at IS NULL;
