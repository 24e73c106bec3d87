-- What API keys have taken of their requests, in all processes together. A crash may take it: each process tells again what it
-- knows with the next request of a key.
CREATE UNLOGGED TABLE api_key_paces (
    key_id uuid NOT NULL,
    -- Another limit counts anew.
    per_minute integer NOT NULL CONSTRAINT api_key_paces_limit_check CHECK (per_minute > 0),
    -- How many were let through since the row is there.
    requests bigint NOT NULL,
    -- When the key has all of its requests again.
    whole_at timestamptz NOT NULL,
    CONSTRAINT api_key_paces_pkey PRIMARY KEY (key_id, per_minute)
);
