-- When the last backup ended well, as `hurtrock backup` notes it: no row, or one.
CREATE TABLE last_backup (
    id boolean CONSTRAINT last_backup_pkey PRIMARY KEY DEFAULT true CONSTRAINT last_backup_one_check CHECK (id),
    ended_at timestamptz NOT NULL
);
