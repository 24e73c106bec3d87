-- Until when an email is in the hands of the worker that sends it, so that no two send it.
ALTER TABLE email_messages ADD COLUMN claimed_until timestamptz;
