DROP INDEX email_messages_template_idx, email_messages_recipient_idx, email_messages_resend_idx;
ALTER TABLE email_messages DROP COLUMN requested_by, DROP COLUMN resend_of;
DROP INDEX sessions_device_idx;
ALTER TABLE sessions DROP COLUMN device;
DROP TABLE request_counts;
ALTER TABLE user_tokens DROP COLUMN email;
