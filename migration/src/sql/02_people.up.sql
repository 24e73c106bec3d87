CREATE TABLE roles (
    id uuid CONSTRAINT roles_pkey PRIMARY KEY,
    name text NOT NULL CONSTRAINT roles_name_key UNIQUE CONSTRAINT roles_name_check CHECK (name ~ '^[a-z][a-z0-9_-]{1,39}$'),
    built_in boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE role_permissions (
    role_id uuid NOT NULL CONSTRAINT role_permissions_role_fkey REFERENCES roles (id) ON DELETE CASCADE,
    permission text NOT NULL,
    CONSTRAINT role_permissions_pkey PRIMARY KEY (role_id, permission)
);

CREATE TABLE users (
    id uuid CONSTRAINT users_pkey PRIMARY KEY,
    email text NOT NULL,
    username text,
    password_hash text NOT NULL,
    name text NOT NULL,
    phone text,
    role_id uuid NOT NULL CONSTRAINT users_role_fkey REFERENCES roles (id),
    locale text NOT NULL DEFAULT 'id' CONSTRAINT users_locale_check CHECK (locale IN ('id', 'en')),
    active boolean NOT NULL DEFAULT true,
    email_verified_at timestamptz,
    totp_secret text,
    totp_enabled_at timestamptz,
    totp_last_step bigint,
    deleted_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_email_key ON users (lower(email));
CREATE UNIQUE INDEX users_username_key ON users (lower(username));
CREATE INDEX users_role_idx ON users (role_id);
CREATE INDEX users_created_idx ON users (created_at, id);

CREATE TABLE recovery_codes (
    user_id uuid NOT NULL CONSTRAINT recovery_codes_user_fkey REFERENCES users (id) ON DELETE CASCADE,
    code_hash bytea NOT NULL,
    used_at timestamptz,
    CONSTRAINT recovery_codes_pkey PRIMARY KEY (user_id, code_hash)
);

-- One-use links sent by email.
CREATE TABLE user_tokens (
    token_hash bytea CONSTRAINT user_tokens_pkey PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT user_tokens_user_fkey REFERENCES users (id) ON DELETE CASCADE,
    purpose text NOT NULL CONSTRAINT user_tokens_purpose_check CHECK (purpose IN ('verify_email', 'reset_password')),
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX user_tokens_user_idx ON user_tokens (user_id);

CREATE TABLE addresses (
    id uuid CONSTRAINT addresses_pkey PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT addresses_user_fkey REFERENCES users (id) ON DELETE CASCADE,
    label text NOT NULL,
    recipient text NOT NULL,
    phone text NOT NULL,
    street text NOT NULL,
    district_code text NOT NULL CONSTRAINT addresses_district_fkey REFERENCES districts (code),
    postal_code text NOT NULL CONSTRAINT addresses_postal_code_check CHECK (postal_code ~ '^[1-9][0-9]{4}$'),
    is_default boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX addresses_user_idx ON addresses (user_id, created_at);
CREATE UNIQUE INDEX addresses_default_key ON addresses (user_id) WHERE is_default;

-- A signed-in device. The refresh token rotates; presenting an older one than the previous gives
-- the theft away and revokes the session.
CREATE TABLE sessions (
    id uuid CONSTRAINT sessions_pkey PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT sessions_user_fkey REFERENCES users (id) ON DELETE CASCADE,
    token_hash bytea NOT NULL,
    previous_token_hash bytea,
    rotated_at timestamptz NOT NULL,
    user_agent text NOT NULL,
    ip text NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    revoked_because text,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sessions_user_idx ON sessions (user_id) WHERE revoked_at IS NULL;

-- Failed sign-ins, per account and per address.
CREATE TABLE sign_in_failures (
    subject text CONSTRAINT sign_in_failures_pkey PRIMARY KEY,
    failures integer NOT NULL CONSTRAINT sign_in_failures_failures_check CHECK (failures > 0),
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL
);

CREATE TABLE api_keys (
    id uuid CONSTRAINT api_keys_pkey PRIMARY KEY,
    name text NOT NULL,
    prefix text NOT NULL CONSTRAINT api_keys_prefix_key UNIQUE,
    key_hash bytea NOT NULL,
    scopes text[] NOT NULL,
    requests_per_minute integer NOT NULL DEFAULT 600 CONSTRAINT api_keys_rate_check CHECK (requests_per_minute > 0),
    created_by uuid CONSTRAINT api_keys_created_by_fkey REFERENCES users (id) ON DELETE SET NULL,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Every change by staff, chained: each hash covers the one before, so an edit or a gap shows.
CREATE TABLE audit_events (
    sequence bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT audit_events_pkey PRIMARY KEY,
    actor_id uuid CONSTRAINT audit_events_actor_fkey REFERENCES users (id),
    actor text NOT NULL,
    action text NOT NULL,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    before jsonb,
    after jsonb,
    ip text,
    request_id text,
    created_at timestamptz NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL CONSTRAINT audit_events_hash_key UNIQUE
);
CREATE INDEX audit_events_subject_idx ON audit_events (subject_kind, subject_id, sequence);
CREATE INDEX audit_events_actor_idx ON audit_events (actor_id, sequence);
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The answer given to an Idempotency-Key, so that a retry gets the same one.
CREATE TABLE idempotency_keys (
    caller text NOT NULL,
    key text NOT NULL,
    operation text NOT NULL,
    request_hash bytea NOT NULL,
    status smallint,
    response jsonb,
    created_at timestamptz NOT NULL,
    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_keys_created_idx ON idempotency_keys (created_at);

CREATE TRIGGER roles_touch BEFORE UPDATE ON roles FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER addresses_touch BEFORE UPDATE ON addresses FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- Every process forgets what it knows of a caller the moment it stops being true.
CREATE FUNCTION tell_caller_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'sessions' THEN
        PERFORM pg_notify('hurtrock', 'session ' || OLD.id);
    ELSIF TG_TABLE_NAME = 'users' THEN
        PERFORM pg_notify('hurtrock', 'user ' || OLD.id);
    ELSE
        PERFORM pg_notify('hurtrock', 'roles');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER sessions_tell AFTER UPDATE OF revoked_at OR DELETE ON sessions
    FOR EACH ROW EXECUTE FUNCTION tell_caller_changed();
CREATE TRIGGER users_tell AFTER UPDATE OF active, role_id, name, email OR DELETE ON users
    FOR EACH ROW EXECUTE FUNCTION tell_caller_changed();
CREATE TRIGGER role_permissions_tell AFTER INSERT OR UPDATE OR DELETE ON role_permissions
    FOR EACH STATEMENT EXECUTE FUNCTION tell_caller_changed();
