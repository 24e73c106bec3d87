CREATE INDEX reviews_status_idx ON reviews (status, created_at) WHERE status = 'pending';
DROP INDEX reviews_author_key, reviews_user_idx, reviews_product_stars_idx, reviews_photos_idx, reviews_submitted_idx,
    reviews_status_submitted_idx;
ALTER TABLE reviews
    DROP CONSTRAINT reviews_photos_check,
    DROP CONSTRAINT reviews_replied_check,
    DROP COLUMN title,
    DROP COLUMN reason,
    DROP COLUMN reply,
    DROP COLUMN replied_at,
    DROP COLUMN submitted_at,
    DROP COLUMN moderated_at,
    DROP COLUMN revision;
CREATE OR REPLACE FUNCTION apply_review() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    product uuid := COALESCE(NEW.product_id, OLD.product_id);
BEGIN
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
