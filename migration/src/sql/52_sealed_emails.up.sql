-- What an email with a link that opens an account says, sealed by the server's secret key while it waits. Its other columns
-- hide the link.
ALTER TABLE email_messages ADD COLUMN sealed bytea;
