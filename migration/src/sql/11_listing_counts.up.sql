-- Two small tables that stay small however many products there are.

-- How many products for sale each brand has in each category: menus, brand lists, totals of plain
-- lists. Touched when a product comes, goes or moves, never by an order.
CREATE TABLE listing_counts (
    category_id uuid NOT NULL,
    brand text NOT NULL,
    products integer NOT NULL,
    CONSTRAINT listing_counts_pkey PRIMARY KEY (category_id, brand)
);

-- The words that products are found by, to set typing errors right. A word stays when its last
-- product goes: it only costs a search that finds nothing.
CREATE TABLE search_words (
    word text CONSTRAINT search_words_pkey PRIMARY KEY,
    -- The same but for words that people write together: "lespaul" reads as "les paul".
    reads_as text NOT NULL
);
CREATE INDEX search_words_trgm_idx ON search_words USING gin (word gin_trgm_ops);

CREATE FUNCTION search_words_of(given text) RETURNS TABLE (word text, reads_as text) LANGUAGE sql IMMUTABLE AS $$
    WITH split AS (SELECT part, place FROM regexp_split_to_table(given, '[^[:alnum:]]+') WITH ORDINALITY AS s (part, place))
    SELECT part, part FROM split WHERE length(part) BETWEEN 3 AND 40 AND part !~ '^[0-9]+$'
    UNION
    SELECT a.part || b.part, a.part || ' ' || b.part FROM split a JOIN split b ON b.place = a.place + 1
    WHERE a.part !~ '[0-9]' AND b.part !~ '[0-9]' AND a.part <> b.part AND length(a.part || b.part) BETWEEN 5 AND 40
$$;

-- In order of the keys, so that two writers cannot wait for each other.
CREATE FUNCTION count_listings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO listing_counts AS c
        SELECT category_id, brand, count(*) FROM added GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (category_id, brand) DO UPDATE SET products = c.products + EXCLUDED.products;
        INSERT INTO search_words AS w
        SELECT DISTINCT ON (s.word) s.word, s.reads_as
        FROM (SELECT DISTINCT search_text FROM added) a, search_words_of(a.search_text) s ORDER BY s.word, length(s.reads_as)
        ON CONFLICT (word) DO UPDATE SET reads_as = EXCLUDED.reads_as WHERE length(EXCLUDED.reads_as) < length(w.reads_as);
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO listing_counts AS c
        SELECT category_id, brand, -count(*) FROM removed GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (category_id, brand) DO UPDATE SET products = c.products + EXCLUDED.products;
    ELSE
        INSERT INTO listing_counts AS c
        SELECT category_id, brand, sum(step) FROM (
            SELECT a.category_id, a.brand, 1 AS step FROM added a JOIN removed r USING (product_id)
            WHERE (a.category_id, a.brand) IS DISTINCT FROM (r.category_id, r.brand)
            UNION ALL
            SELECT r.category_id, r.brand, -1 FROM added a JOIN removed r USING (product_id)
            WHERE (a.category_id, a.brand) IS DISTINCT FROM (r.category_id, r.brand)) moved
        GROUP BY 1, 2 HAVING sum(step) <> 0 ORDER BY 1, 2
        ON CONFLICT (category_id, brand) DO UPDATE SET products = c.products + EXCLUDED.products;
        INSERT INTO search_words AS w
        SELECT DISTINCT ON (s.word) s.word, s.reads_as
        FROM (SELECT DISTINCT a.search_text FROM added a JOIN removed r USING (product_id) WHERE a.search_text <> r.search_text) a,
            search_words_of(a.search_text) s ORDER BY s.word, length(s.reads_as)
        ON CONFLICT (word) DO UPDATE SET reads_as = EXCLUDED.reads_as WHERE length(EXCLUDED.reads_as) < length(w.reads_as);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER product_listings_count_added AFTER INSERT ON product_listings
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_listings();
CREATE TRIGGER product_listings_count_removed AFTER DELETE ON product_listings
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_listings();
CREATE TRIGGER product_listings_count_moved AFTER UPDATE ON product_listings
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_listings();

INSERT INTO listing_counts SELECT category_id, brand, count(*) FROM product_listings GROUP BY 1, 2;
INSERT INTO search_words
SELECT DISTINCT ON (s.word) s.word, s.reads_as
FROM (SELECT DISTINCT search_text FROM product_listings) a, search_words_of(a.search_text) s ORDER BY s.word, length(s.reads_as);

-- The back office lists products that are not for sale, too.
CREATE INDEX products_name_idx ON products (name, id);
CREATE INDEX products_sold_idx ON products (sold_count, id);
CREATE INDEX products_not_for_sale_idx ON products (status, updated_at, id) WHERE status <> 'active';
