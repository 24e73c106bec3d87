CREATE OR REPLACE FUNCTION tell_api_key_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('hurtrock', 'api_key ' || OLD.prefix);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tell_settings_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('hurtrock', 'settings');
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tell_caller_changed() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE FUNCTION refresh_category_listings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT bulk_load() AND TG_OP = 'UPDATE' AND (NEW.name, NEW.name_en, NEW.parent_id) IS DISTINCT FROM (OLD.name, OLD.name_en, OLD.parent_id) THEN
        PERFORM refresh_listings(ARRAY(SELECT product_id FROM product_listings WHERE category_path @> ARRAY[NEW.id]));
    END IF;
    PERFORM pg_notify('hurtrock', 'categories');
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION refresh_listing_of_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed uuid;
BEGIN
    IF bulk_load() THEN RETURN NULL; END IF;
    IF TG_TABLE_NAME = 'products' THEN
        changed := COALESCE(NEW.id, OLD.id);
    ELSE
        changed := COALESCE(NEW.product_id, OLD.product_id);
    END IF;
    PERFORM refresh_listings(ARRAY[changed]);
    PERFORM pg_notify('hurtrock', 'listing ' || changed);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION announce(told text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('hurtrock.quiet', true) = 'on' THEN
        INSERT INTO outbox (news) VALUES (told);
    ELSE
        PERFORM pg_notify('hurtrock', told);
    END IF;
END $$;

DROP TABLE announcing;
DROP FUNCTION tell_announcing_changed;
