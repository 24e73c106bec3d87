ALTER TABLE categories ADD COLUMN revision integer NOT NULL DEFAULT 1;

-- Names that published products had in the URL: links to them lead on. A product that has such a
-- name now comes first.
CREATE TABLE former_slugs (
    slug text CONSTRAINT former_slugs_pkey PRIMARY KEY,
    product_id uuid NOT NULL CONSTRAINT former_slugs_product_fkey REFERENCES products (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX former_slugs_product_idx ON former_slugs (product_id);

CREATE FUNCTION keep_former_slug() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM former_slugs WHERE slug = NEW.slug AND product_id = NEW.id;
    IF OLD.published_at IS NOT NULL THEN
        INSERT INTO former_slugs (slug, product_id) VALUES (OLD.slug, NEW.id)
        ON CONFLICT (slug) DO UPDATE SET product_id = EXCLUDED.product_id, created_at = now();
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER products_keep_former_slug AFTER UPDATE OF slug ON products
    FOR EACH ROW WHEN (OLD.slug <> NEW.slug) EXECUTE FUNCTION keep_former_slug();

-- What a SKU has in common with those of the same model: `shared::products::sku_stem` says the same.
CREATE FUNCTION sku_stem(sku text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT upper(regexp_replace(CASE WHEN sku ~ '-.*-' THEN regexp_replace(sku, '-[^-]*$', '') ELSE sku END, '[^A-Za-z0-9]+', '', 'g'))
$$;
CREATE INDEX variants_sku_stem_idx ON variants (sku_stem(sku));

-- The back office's filters.
CREATE INDEX products_brand_idx ON products (brand, updated_at, id);
CREATE INDEX products_folded_brand_idx ON products (fold(brand), id);
CREATE INDEX products_featured_idx ON products (updated_at, id) WHERE featured;

-- Pictures are kept by their content, so several rows may show one; these tell when the last is gone.
CREATE INDEX product_images_path_idx ON product_images (path);
-- Shown by lines of orders, though no product has them any more.
CREATE TABLE retained_pictures (
    path text CONSTRAINT retained_pictures_pkey PRIMARY KEY
);
