-- Trigram search for typos, and accents folded so that "gitár" finds "gitar".
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- unaccent() is only STABLE because its dictionary could change; ours does not, and an index
-- expression needs IMMUTABLE.
CREATE FUNCTION fold(given text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, given)) $$;

-- Two readings of each text: exact words, and Indonesian word stems.
CREATE TEXT SEARCH CONFIGURATION shop_simple (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION shop_simple
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
CREATE TEXT SEARCH CONFIGURATION shop_indonesian (COPY = indonesian);
ALTER TEXT SEARCH CONFIGURATION shop_indonesian
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, indonesian_stem;

CREATE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END $$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

-- Official region codes (Kemendagri). Coordinates in millionths of a degree, where known.
CREATE TABLE provinces (
    code text CONSTRAINT provinces_pkey PRIMARY KEY,
    name text NOT NULL,
    latitude_e6 integer,
    longitude_e6 integer
);
CREATE TABLE regencies (
    code text CONSTRAINT regencies_pkey PRIMARY KEY,
    province_code text NOT NULL CONSTRAINT regencies_province_fkey REFERENCES provinces (code),
    name text NOT NULL,
    latitude_e6 integer,
    longitude_e6 integer
);
CREATE INDEX regencies_province_idx ON regencies (province_code, name);
CREATE TABLE districts (
    code text CONSTRAINT districts_pkey PRIMARY KEY,
    regency_code text NOT NULL CONSTRAINT districts_regency_fkey REFERENCES regencies (code),
    name text NOT NULL
);
CREATE INDEX districts_regency_idx ON districts (regency_code, name);
