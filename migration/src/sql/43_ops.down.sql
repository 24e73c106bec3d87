CREATE OR REPLACE FUNCTION audit_text(actor text, label text, id text, old jsonb, new jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT fold(actor || ' ' || label || ' ' || id || ' ' || COALESCE(left(old::text, 2000), '') || ' ' || COALESCE(left(new::text, 2000), ''))
$$;
