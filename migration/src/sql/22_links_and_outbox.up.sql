-- A link confirms the address it was sent to, not one that the account took on later.
ALTER TABLE user_tokens ADD COLUMN email text NOT NULL DEFAULT '';

-- How often somebody asked for something that is sent by email, in a window of time.
CREATE TABLE request_counts (
    subject text CONSTRAINT request_counts_pkey PRIMARY KEY,
    requests integer NOT NULL CONSTRAINT request_counts_requests_check CHECK (requests > 0),
    since timestamptz NOT NULL
);

-- What a session was opened from, roughly: browser, system and part of the network. Another one is told by email.
ALTER TABLE sessions ADD COLUMN device text NOT NULL DEFAULT '';
CREATE INDEX sessions_device_idx ON sessions (user_id, device);

-- Staff may send an email again: a new message that knows which one it repeats and who asked.
ALTER TABLE email_messages
    ADD COLUMN resend_of uuid CONSTRAINT email_messages_resend_fkey REFERENCES email_messages (id) ON DELETE SET NULL,
    ADD COLUMN requested_by uuid CONSTRAINT email_messages_requester_fkey REFERENCES users (id) ON DELETE SET NULL;
CREATE INDEX email_messages_resend_idx ON email_messages (resend_of) WHERE resend_of IS NOT NULL;
CREATE INDEX email_messages_recipient_idx ON email_messages USING gin (fold(recipient || ' ' || recipient_name) gin_trgm_ops);
CREATE INDEX email_messages_template_idx ON email_messages (template, created_at DESC, id DESC);
