-- A dump is restored without a search path, and then an index on this function finds no `fold` unless it is told where.
CREATE OR REPLACE FUNCTION audit_text(actor text, label text, id text, old jsonb, new jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT public.fold(actor || ' ' || label || ' ' || id || ' ' || COALESCE(left(old::text, 2000), '') || ' ' || COALESCE(left(new::text, 2000), ''))
$$;

-- What is said while `maintenance` is not off, and until when that is expected. It is changed apart from the profile.
ALTER TABLE store_profile
    ADD COLUMN maintenance_message text NOT NULL DEFAULT '',
    ADD COLUMN maintenance_message_en text NOT NULL DEFAULT '',
    ADD COLUMN maintenance_until timestamptz,
    ADD COLUMN maintenance_revision integer NOT NULL DEFAULT 1;
