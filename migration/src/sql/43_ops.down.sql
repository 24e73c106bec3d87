ALTER TABLE store_profile
    DROP COLUMN maintenance_message,
    DROP COLUMN maintenance_message_en,
    DROP COLUMN maintenance_until,
    DROP COLUMN maintenance_revision;

CREATE OR REPLACE FUNCTION audit_text(actor text, label text, id text, old jsonb, new jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT fold(actor || ' ' || label || ' ' || id || ' ' || COALESCE(left(old::text, 2000), '') || ' ' || COALESCE(left(new::text, 2000), ''))
$$;
