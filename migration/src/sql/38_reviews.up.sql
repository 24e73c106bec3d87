-- A person says once what they think of a product. Of several from before this rule the latest stays theirs.
UPDATE reviews r SET user_id = NULL WHERE EXISTS (
    SELECT FROM reviews later WHERE later.product_id = r.product_id AND later.user_id = r.user_id
        AND (later.created_at, later.id) > (r.created_at, r.id));

ALTER TABLE reviews
    ADD COLUMN title text NOT NULL DEFAULT '' CONSTRAINT reviews_title_check CHECK (length(title) <= 100),
    -- Why it was rejected; its author is told.
    ADD COLUMN reason text NOT NULL DEFAULT '' CONSTRAINT reviews_reason_check CHECK (length(reason) <= 500),
    -- What the shop answers, for all to read.
    ADD COLUMN reply text CONSTRAINT reviews_reply_check CHECK (length(reply) BETWEEN 1 AND 2000),
    ADD COLUMN replied_at timestamptz,
    -- When its author last wrote it.
    ADD COLUMN submitted_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN moderated_at timestamptz,
    -- Counts the changes: staff decide about what they saw.
    ADD COLUMN revision integer NOT NULL DEFAULT 1,
    ADD CONSTRAINT reviews_replied_check CHECK ((reply IS NULL) = (replied_at IS NULL)),
    ADD CONSTRAINT reviews_photos_check CHECK (jsonb_typeof(photos) = 'array' AND jsonb_array_length(photos) <= 4);
UPDATE reviews SET submitted_at = created_at;
CREATE UNIQUE INDEX reviews_author_key ON reviews (product_id, user_id);
CREATE INDEX reviews_user_idx ON reviews (user_id, created_at DESC, id DESC);
CREATE INDEX reviews_product_stars_idx ON reviews (product_id, stars DESC, created_at DESC, id DESC) WHERE status = 'published';
CREATE INDEX reviews_photos_idx ON reviews USING gin (photos jsonb_path_ops);
CREATE INDEX reviews_submitted_idx ON reviews (submitted_at DESC, id DESC);
CREATE INDEX reviews_status_submitted_idx ON reviews (status, submitted_at DESC, id DESC);
DROP INDEX reviews_status_idx;

-- A product's average follows its published reviews, and nothing else is counted. Whoever comes second waits for the
-- product: a statement sees what was there when it began, and would count without the first.
CREATE OR REPLACE FUNCTION apply_review() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    product uuid := COALESCE(NEW.product_id, OLD.product_id);
BEGIN
    IF OLD.status IS DISTINCT FROM 'published' AND NEW.status IS DISTINCT FROM 'published' THEN RETURN NULL; END IF;
    PERFORM 1 FROM products WHERE id = product FOR NO KEY UPDATE;
    UPDATE products SET
        rating_sum = r.total, rating_count = r.reviews, rating_histogram = ARRAY[r.s1, r.s2, r.s3, r.s4, r.s5]
    FROM (SELECT COALESCE(sum(stars), 0)::int AS total, count(*)::int AS reviews,
                 (count(*) FILTER (WHERE stars = 1))::int AS s1, (count(*) FILTER (WHERE stars = 2))::int AS s2,
                 (count(*) FILTER (WHERE stars = 3))::int AS s3, (count(*) FILTER (WHERE stars = 4))::int AS s4,
                 (count(*) FILTER (WHERE stars = 5))::int AS s5
          FROM reviews WHERE product_id = product AND status = 'published') r
    WHERE products.id = product;
    RETURN NULL;
END $$;
