-- What carries changes to the processes: PostgreSQL itself, by NOTIFY, or NATS. It is one for all of them: whoever starts with
-- another setting changes it, and those that hear the other way remember nothing until they are started anew.
CREATE TABLE announcing (
    one boolean DEFAULT true CONSTRAINT announcing_pkey PRIMARY KEY CONSTRAINT announcing_one_check CHECK (one),
    by_nats boolean NOT NULL DEFAULT false
);
INSERT INTO announcing DEFAULT VALUES;

-- Says it at the commit, or writes it down for others to pass on: where the transaction has set hurtrock.quiet, and always
-- where NATS carries it.
CREATE OR REPLACE FUNCTION announce(told text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Who is quiet need not know, and is not made to ask: orders come in crowds.
    IF current_setting('hurtrock.quiet', true) = 'on' THEN
        INSERT INTO outbox (news) VALUES (told);
    ELSIF (SELECT by_nats FROM announcing) THEN
        INSERT INTO outbox (news) VALUES (told);
    ELSE
        PERFORM pg_notify('hurtrock', told);
    END IF;
END $$;

-- Those that hear NOTIFY are told to look whether they still hear everything; so are, on a channel of their own, those that
-- hear NATS.
CREATE FUNCTION tell_announcing_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('hurtrock', 'announcing');
    PERFORM pg_notify('announcing', '');
    RETURN NULL;
END $$;
CREATE TRIGGER announcing_tell AFTER UPDATE ON announcing FOR EACH ROW EXECUTE FUNCTION tell_announcing_changed();

-- What has notified by itself so far announces.
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
    PERFORM announce('listing ' || changed);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION refresh_category_listings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT bulk_load() AND TG_OP = 'UPDATE' AND (NEW.name, NEW.name_en, NEW.parent_id) IS DISTINCT FROM (OLD.name, OLD.name_en, OLD.parent_id) THEN
        PERFORM refresh_listings(ARRAY(SELECT product_id FROM product_listings WHERE category_path @> ARRAY[NEW.id]));
    END IF;
    PERFORM announce('categories');
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tell_caller_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'sessions' THEN
        PERFORM announce('session ' || OLD.id);
    ELSIF TG_TABLE_NAME = 'users' THEN
        PERFORM announce('user ' || OLD.id);
    ELSE
        PERFORM announce('roles');
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tell_settings_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM announce('settings');
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tell_api_key_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM announce('api_key ' || OLD.prefix);
    RETURN NULL;
END $$;
