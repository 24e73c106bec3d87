-- What lists, search and filters read: one row per product for sale, kept by the triggers below.
-- Lists touch this table alone.
CREATE TABLE product_listings (
    product_id uuid CONSTRAINT product_listings_pkey PRIMARY KEY CONSTRAINT product_listings_product_fkey REFERENCES products (id) ON DELETE CASCADE,
    slug text NOT NULL,
    name text NOT NULL,
    brand text NOT NULL,
    category_id uuid NOT NULL,
    -- The category and all above it.
    category_path uuid[] NOT NULL,
    price_min bigint NOT NULL,
    price_max bigint NOT NULL,
    compare_at bigint,
    state text NOT NULL,
    in_stock boolean NOT NULL,
    variant_count integer NOT NULL,
    single_variant_id uuid,
    rating_hundredths integer NOT NULL,
    rating_count integer NOT NULL,
    sold_count bigint NOT NULL,
    featured boolean NOT NULL,
    published_at timestamptz NOT NULL,
    -- 'Warna=Hitam' for each option of a variant for sale.
    option_pairs text[] NOT NULL,
    images jsonb NOT NULL,
    search tsvector NOT NULL,
    -- Folded brand, name and model, for typos.
    search_text text NOT NULL
);
CREATE INDEX product_listings_newest_idx ON product_listings (published_at DESC, product_id DESC);
CREATE INDEX product_listings_price_idx ON product_listings (price_min, product_id);
CREATE INDEX product_listings_name_idx ON product_listings (name, product_id);
CREATE INDEX product_listings_rating_idx ON product_listings (rating_hundredths DESC, product_id DESC);
CREATE INDEX product_listings_sold_idx ON product_listings (sold_count DESC, product_id DESC);
CREATE INDEX product_listings_brand_idx ON product_listings (brand, product_id);
CREATE INDEX product_listings_category_idx ON product_listings USING gin (category_path);
CREATE INDEX product_listings_options_idx ON product_listings USING gin (option_pairs);
CREATE INDEX product_listings_search_idx ON product_listings USING gin (search);
CREATE INDEX product_listings_trgm_idx ON product_listings USING gin (search_text gin_trgm_ops);
CREATE INDEX product_listings_featured_idx ON product_listings (published_at DESC) WHERE featured;

CREATE FUNCTION category_path(leaf uuid) RETURNS uuid[] LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up AS (
        SELECT id, parent_id FROM categories WHERE id = leaf
        UNION ALL
        SELECT c.id, c.parent_id FROM categories c JOIN up ON c.id = up.parent_id)
    SELECT array_agg(id) FROM up
$$;

-- Writes the listings of the given products anew, and removes those no longer for sale.
CREATE FUNCTION refresh_listings(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM product_listings l WHERE l.product_id = ANY (ids) AND NOT EXISTS (
        SELECT FROM products p JOIN variants v ON v.product_id = p.id AND v.active
        WHERE p.id = l.product_id AND p.status = 'active');

    INSERT INTO product_listings AS listing
    SELECT p.id, p.slug, p.name, p.brand, p.category_id, category_path(p.category_id),
           v.price_min, v.price_max, v.compare_at, v.state, v.state <> 'out', v.variant_count, v.single_variant_id,
           CASE WHEN p.rating_count = 0 THEN 0 ELSE (p.rating_sum * 100 + p.rating_count / 2) / p.rating_count END,
           p.rating_count, p.sold_count, p.featured, COALESCE(p.published_at, p.created_at),
           v.option_pairs,
           COALESCE((SELECT jsonb_agg(jsonb_build_object('id', i.id, 'alt', i.alt, 'width', i.width, 'height', i.height,
                                'color', i.color, 'widths', i.widths, 'path', i.path) ORDER BY i.is_thumbnail DESC, i.sort_order)
                     FROM (SELECT * FROM product_images WHERE product_id = p.id
                           ORDER BY is_thumbnail DESC, sort_order LIMIT 2) i), '[]'),
           setweight(to_tsvector('shop_simple', p.brand || ' ' || p.name || ' ' || p.model), 'A')
               || setweight(to_tsvector('shop_simple', v.skus), 'A')
               || setweight(to_tsvector('shop_indonesian', c.name || ' ' || c.name_en), 'B')
               || setweight(to_tsvector('shop_simple', c.name || ' ' || c.name_en), 'B')
               || setweight(to_tsvector('shop_simple', array_to_string(v.option_values, ' ')), 'C')
               || setweight(to_tsvector('shop_indonesian', p.description), 'D')
               || setweight(to_tsvector('shop_simple', p.description || ' ' || p.description_en), 'D'),
           fold(p.brand || ' ' || p.name || ' ' || p.model || ' ' || c.name || ' ' || c.name_en)
    FROM products p
    JOIN categories c ON c.id = p.category_id
    CROSS JOIN LATERAL (
        SELECT min(v.price) AS price_min, max(v.price) AS price_max,
               (array_agg(v.compare_at ORDER BY v.price, v.sort_order))[1] AS compare_at,
               CASE WHEN bool_or(s.state = 'in_stock') THEN 'in_stock' WHEN bool_or(s.state = 'low') THEN 'low' ELSE 'out' END AS state,
               count(*)::int AS variant_count,
               CASE WHEN count(*) = 1 THEN (array_agg(v.id))[1] END AS single_variant_id,
               string_agg(v.sku, ' ') AS skus,
               COALESCE((SELECT array_agg(DISTINCT (o ->> 'name') || '=' || (o ->> 'value')) FROM variants w, jsonb_array_elements(w.options) o
                         WHERE w.product_id = p.id AND w.active), '{}') AS option_pairs,
               COALESCE((SELECT array_agg(DISTINCT o ->> 'value') FROM variants w, jsonb_array_elements(w.options) o
                         WHERE w.product_id = p.id AND w.active), '{}') AS option_values
        FROM variants v JOIN stocks s ON s.variant_id = v.id
        WHERE v.product_id = p.id AND v.active) v
    WHERE p.id = ANY (ids) AND p.status = 'active' AND v.variant_count > 0
    ON CONFLICT (product_id) DO UPDATE SET
        slug = EXCLUDED.slug, name = EXCLUDED.name, brand = EXCLUDED.brand, category_id = EXCLUDED.category_id,
        category_path = EXCLUDED.category_path, price_min = EXCLUDED.price_min, price_max = EXCLUDED.price_max,
        compare_at = EXCLUDED.compare_at, state = EXCLUDED.state, in_stock = EXCLUDED.in_stock,
        variant_count = EXCLUDED.variant_count, single_variant_id = EXCLUDED.single_variant_id,
        rating_hundredths = EXCLUDED.rating_hundredths, rating_count = EXCLUDED.rating_count,
        sold_count = EXCLUDED.sold_count, featured = EXCLUDED.featured, published_at = EXCLUDED.published_at,
        option_pairs = EXCLUDED.option_pairs, images = EXCLUDED.images, search = EXCLUDED.search,
        search_text = EXCLUDED.search_text;
END $$;

-- A bulk load sets hurtrock.bulk to 'on' for its transaction and refreshes once at the end.
CREATE FUNCTION bulk_load() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT COALESCE(current_setting('hurtrock.bulk', true), '') = 'on'
$$;

CREATE FUNCTION refresh_listing_of_row() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER products_refresh_listing AFTER INSERT OR UPDATE ON products FOR EACH ROW EXECUTE FUNCTION refresh_listing_of_row();
CREATE TRIGGER variants_refresh_listing AFTER INSERT OR UPDATE OR DELETE ON variants FOR EACH ROW EXECUTE FUNCTION refresh_listing_of_row();
CREATE TRIGGER product_images_refresh_listing AFTER INSERT OR UPDATE OR DELETE ON product_images FOR EACH ROW EXECUTE FUNCTION refresh_listing_of_row();

-- Stock moves with every order: lists care only when a variant changes its state, product pages
-- when the number of pieces on offer does (it is shown up to 99).
CREATE FUNCTION tell_stock_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF bulk_load() THEN RETURN NULL; END IF;
    IF NEW.state <> OLD.state THEN
        PERFORM refresh_listings(ARRAY[NEW.product_id]);
        PERFORM pg_notify('hurtrock', 'listing ' || NEW.product_id);
    ELSIF LEAST(NEW.on_hand - NEW.reserved, 99) <> LEAST(OLD.on_hand - OLD.reserved, 99) THEN
        PERFORM pg_notify('hurtrock', 'stock ' || NEW.product_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stocks_tell AFTER UPDATE ON stocks FOR EACH ROW EXECUTE FUNCTION tell_stock_changed();

CREATE FUNCTION refresh_category_listings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT bulk_load() AND TG_OP = 'UPDATE' AND (NEW.name, NEW.name_en, NEW.parent_id) IS DISTINCT FROM (OLD.name, OLD.name_en, OLD.parent_id) THEN
        PERFORM refresh_listings(ARRAY(SELECT product_id FROM product_listings WHERE category_path @> ARRAY[NEW.id]));
    END IF;
    PERFORM pg_notify('hurtrock', 'categories');
    RETURN NULL;
END $$;
CREATE TRIGGER categories_refresh AFTER INSERT OR UPDATE OR DELETE ON categories FOR EACH ROW EXECUTE FUNCTION refresh_category_listings();
