ALTER TABLE email_messages DROP COLUMN claimed_until;
