-- The shop itself: one row.
CREATE TABLE store_profile (
    id boolean CONSTRAINT store_profile_pkey PRIMARY KEY DEFAULT true CONSTRAINT store_profile_one_check CHECK (id),
    name text NOT NULL,
    tagline text NOT NULL DEFAULT '',
    address text NOT NULL,
    city text NOT NULL,
    regency_code text NOT NULL CONSTRAINT store_profile_regency_fkey REFERENCES regencies (code),
    postal_code text NOT NULL,
    phone text NOT NULL,
    whatsapp text NOT NULL DEFAULT '',
    email text NOT NULL,
    website text NOT NULL DEFAULT '',
    branch_name text NOT NULL DEFAULT '',
    branch_code text NOT NULL DEFAULT '',
    branch_manager text NOT NULL DEFAULT '',
    business_licence text NOT NULL DEFAULT '',
    -- NPWP. Only a taxable firm (PKP) may show PPN.
    tax_number text NOT NULL DEFAULT '',
    taxable boolean NOT NULL DEFAULT false,
    logo jsonb,
    colours jsonb NOT NULL DEFAULT '{}',
    -- [{"weekday": 1, "opens": "09:30", "closes": "18:00"}, …], ISO weekdays
    hours jsonb NOT NULL,
    socials jsonb NOT NULL DEFAULT '{}',
    active boolean NOT NULL DEFAULT true,
    maintenance text NOT NULL DEFAULT 'off' CONSTRAINT store_profile_maintenance_check CHECK (maintenance IN ('off', 'read_only', 'closed')),
    revision integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE content_pages (
    slug text NOT NULL,
    locale text NOT NULL CONSTRAINT content_pages_locale_check CHECK (locale IN ('id', 'en')),
    title text NOT NULL,
    markdown text NOT NULL,
    revision integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT content_pages_pkey PRIMARY KEY (slug, locale)
);

-- The outbox. dedupe_key makes sure that one cause sends one email.
CREATE TABLE email_messages (
    id uuid CONSTRAINT email_messages_pkey PRIMARY KEY,
    dedupe_key text NOT NULL CONSTRAINT email_messages_dedupe_key UNIQUE,
    template text NOT NULL,
    locale text NOT NULL CONSTRAINT email_messages_locale_check CHECK (locale IN ('id', 'en')),
    recipient text NOT NULL,
    recipient_name text NOT NULL DEFAULT '',
    subject text NOT NULL,
    html text NOT NULL,
    body_text text NOT NULL,
    order_id uuid CONSTRAINT email_messages_order_fkey REFERENCES orders (id) ON DELETE SET NULL,
    user_id uuid CONSTRAINT email_messages_user_fkey REFERENCES users (id) ON DELETE SET NULL,
    state text NOT NULL DEFAULT 'queued' CONSTRAINT email_messages_state_check CHECK (state IN ('queued', 'sent', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    last_error text,
    created_at timestamptz NOT NULL,
    sent_at timestamptz
);
CREATE INDEX email_messages_created_idx ON email_messages (created_at DESC, id DESC);
CREATE INDEX email_messages_state_idx ON email_messages (state) WHERE state <> 'sent';
CREATE INDEX email_messages_order_idx ON email_messages (order_id);

CREATE TABLE notifications (
    id uuid CONSTRAINT notifications_pkey PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT notifications_user_fkey REFERENCES users (id) ON DELETE CASCADE,
    kind text NOT NULL,
    order_id uuid CONSTRAINT notifications_order_fkey REFERENCES orders (id) ON DELETE CASCADE,
    data jsonb NOT NULL DEFAULT '{}',
    read_at timestamptz,
    created_at timestamptz NOT NULL
);
CREATE INDEX notifications_user_idx ON notifications (user_id, created_at DESC, id DESC);
CREATE INDEX notifications_unread_idx ON notifications (user_id) WHERE read_at IS NULL;

CREATE TABLE reviews (
    id uuid CONSTRAINT reviews_pkey PRIMARY KEY,
    product_id uuid NOT NULL CONSTRAINT reviews_product_fkey REFERENCES products (id) ON DELETE CASCADE,
    user_id uuid CONSTRAINT reviews_user_fkey REFERENCES users (id) ON DELETE SET NULL,
    -- The line that proves the purchase.
    order_item_id uuid NOT NULL CONSTRAINT reviews_order_item_key UNIQUE CONSTRAINT reviews_order_item_fkey REFERENCES order_items (id) ON DELETE CASCADE,
    author text NOT NULL,
    stars smallint NOT NULL CONSTRAINT reviews_stars_check CHECK (stars BETWEEN 1 AND 5),
    body text NOT NULL,
    variant text NOT NULL DEFAULT '',
    photos jsonb NOT NULL DEFAULT '[]',
    status text NOT NULL DEFAULT 'pending' CONSTRAINT reviews_status_check CHECK (status IN ('pending', 'published', 'rejected')),
    moderated_by uuid CONSTRAINT reviews_moderator_fkey REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX reviews_product_idx ON reviews (product_id, created_at DESC, id DESC) WHERE status = 'published';
CREATE INDEX reviews_status_idx ON reviews (status, created_at) WHERE status = 'pending';

-- A product's average follows its published reviews.
CREATE FUNCTION apply_review() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER reviews_apply AFTER INSERT OR UPDATE OF stars, status OR DELETE ON reviews
    FOR EACH ROW EXECUTE FUNCTION apply_review();

-- Counted in memory and added up here every few seconds.
CREATE TABLE product_views (
    product_id uuid NOT NULL CONSTRAINT product_views_product_fkey REFERENCES products (id) ON DELETE CASCADE,
    day date NOT NULL,
    views bigint NOT NULL DEFAULT 0,
    cart_adds bigint NOT NULL DEFAULT 0,
    CONSTRAINT product_views_pkey PRIMARY KEY (product_id, day)
);
CREATE TABLE search_log (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT search_log_pkey PRIMARY KEY,
    query text NOT NULL,
    results integer NOT NULL,
    corrected_to text,
    created_at timestamptz NOT NULL
);
CREATE INDEX search_log_created_idx ON search_log (created_at);

CREATE TRIGGER store_profile_touch BEFORE UPDATE ON store_profile FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER content_pages_touch BEFORE UPDATE ON content_pages FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER reviews_touch BEFORE UPDATE ON reviews FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- Settings are cached by every process; these tell them to read again.
CREATE FUNCTION tell_settings_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('hurtrock', 'settings');
    RETURN NULL;
END $$;
CREATE TRIGGER store_profile_tell AFTER INSERT OR UPDATE OR DELETE ON store_profile FOR EACH STATEMENT EXECUTE FUNCTION tell_settings_changed();
CREATE TRIGGER shipping_services_tell AFTER INSERT OR UPDATE OR DELETE ON shipping_services FOR EACH STATEMENT EXECUTE FUNCTION tell_settings_changed();
CREATE TRIGGER payment_configurations_tell AFTER INSERT OR UPDATE OR DELETE ON payment_configurations FOR EACH STATEMENT EXECUTE FUNCTION tell_settings_changed();
