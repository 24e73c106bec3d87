ALTER TABLE email_messages DROP COLUMN sealed;
