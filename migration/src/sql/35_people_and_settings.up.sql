-- Signing in by a second factor. `users.totp_secret` is sealed by the server's secret key; without
-- `totp_enabled_at` it waits to be confirmed by a code. `totp_last_step` is the last step that was used.

-- The password was right, and the second step is still to be made. Lives for minutes.
CREATE TABLE sign_in_challenges (
    token_hash bytea CONSTRAINT sign_in_challenges_pkey PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT sign_in_challenges_user_fkey REFERENCES users (id) ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX sign_in_challenges_user_idx ON sign_in_challenges (user_id);
CREATE INDEX sign_in_challenges_expires_idx ON sign_in_challenges (expires_at);

-- How people sign in: one row.
CREATE TABLE security_settings (
    id boolean CONSTRAINT security_settings_pkey PRIMARY KEY DEFAULT true CONSTRAINT security_settings_one_check CHECK (id),
    -- Whoever may enter the back office needs a second factor.
    staff_two_factor boolean NOT NULL DEFAULT false,
    revision integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO security_settings DEFAULT VALUES;
CREATE TRIGGER security_settings_touch BEFORE UPDATE ON security_settings FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
-- Whether a session holds depends on it, and on the second factor of its owner.
CREATE TRIGGER security_settings_tell AFTER UPDATE ON security_settings
    FOR EACH STATEMENT EXECUTE FUNCTION tell_caller_changed();
CREATE TRIGGER users_totp_tell AFTER UPDATE OF totp_enabled_at ON users FOR EACH ROW EXECUTE FUNCTION tell_caller_changed();

-- Whether somebody lacks the second factor that their role needs: their sessions do not hold then.
CREATE FUNCTION lacks_second_factor(person users) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT person.totp_enabled_at IS NULL
        AND (SELECT staff_two_factor FROM security_settings)
        AND EXISTS (SELECT FROM role_permissions p WHERE p.role_id = person.role_id AND p.permission = 'admin.access')
$$;

-- Roles are edited by several people.
ALTER TABLE roles ADD COLUMN revision integer NOT NULL DEFAULT 1;

-- What staff note down about a person, for each other.
CREATE TABLE user_notes (
    id uuid CONSTRAINT user_notes_pkey PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT user_notes_user_fkey REFERENCES users (id) ON DELETE CASCADE,
    author_id uuid CONSTRAINT user_notes_author_fkey REFERENCES users (id) ON DELETE SET NULL,
    author text NOT NULL,
    body text NOT NULL CONSTRAINT user_notes_body_check CHECK (length(body) BETWEEN 1 AND 2000),
    created_at timestamptz NOT NULL
);
CREATE INDEX user_notes_user_idx ON user_notes (user_id, created_at DESC, id DESC);

-- What a search for people looks through.
CREATE INDEX users_text_idx ON users
    USING gin (fold(name || ' ' || email || ' ' || COALESCE(username, '') || ' ' || COALESCE(phone, '')) gin_trgm_ops);
CREATE INDEX users_name_idx ON users (lower(name), id);

-- The ways to pay that a provider may offer, in its own words; NULL leaves them to the provider's account.
ALTER TABLE payment_configurations ADD COLUMN methods text[];

-- In one save two services may swap their codes.
ALTER TABLE shipping_services
    DROP CONSTRAINT shipping_services_code_key,
    ADD CONSTRAINT shipping_services_code_key UNIQUE (courier, code) DEFERRABLE INITIALLY IMMEDIATE;

-- What shipping costs besides the services' tariffs: one row.
CREATE TABLE shipping_settings (
    id boolean CONSTRAINT shipping_settings_pkey PRIMARY KEY DEFAULT true CONSTRAINT shipping_settings_one_check CHECK (id),
    -- From this sum of the items on shipping costs nothing; NULL is never.
    free_from bigint CONSTRAINT shipping_settings_free_from_check CHECK (free_from > 0),
    -- Days that a parcel takes to leave the shop; they come on top of the courier's.
    handling_days integer NOT NULL DEFAULT 0 CONSTRAINT shipping_settings_handling_days_check CHECK (handling_days BETWEEN 0 AND 30),
    revision integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO shipping_settings DEFAULT VALUES;
CREATE TRIGGER shipping_settings_touch BEFORE UPDATE ON shipping_settings FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER shipping_settings_tell AFTER INSERT OR UPDATE OR DELETE ON shipping_settings
    FOR EACH STATEMENT EXECUTE FUNCTION tell_settings_changed();

-- The mail server, where it is not the configuration's: one row.
CREATE TABLE email_settings (
    id boolean CONSTRAINT email_settings_pkey PRIMARY KEY DEFAULT true CONSTRAINT email_settings_one_check CHECK (id),
    -- Off leaves it to the configuration.
    active boolean NOT NULL DEFAULT false,
    host text NOT NULL DEFAULT '',
    port integer NOT NULL DEFAULT 587 CONSTRAINT email_settings_port_check CHECK (port BETWEEN 1 AND 65535),
    security text NOT NULL DEFAULT 'starttls' CONSTRAINT email_settings_security_check CHECK (security IN ('tls', 'starttls', 'none')),
    username text NOT NULL DEFAULT '',
    sealed_password bytea,
    from_name text NOT NULL DEFAULT '',
    from_address text NOT NULL DEFAULT '',
    revision integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO email_settings DEFAULT VALUES;
CREATE TRIGGER email_settings_touch BEFORE UPDATE ON email_settings FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER email_settings_tell AFTER INSERT OR UPDATE OR DELETE ON email_settings
    FOR EACH STATEMENT EXECUTE FUNCTION tell_settings_changed();
