DROP TABLE content_pages;
CREATE TABLE content_pages (
    slug text NOT NULL,
    locale text NOT NULL CONSTRAINT content_pages_locale_check CHECK (locale IN ('id', 'en')),
    title text NOT NULL,
    markdown text NOT NULL,
    revision integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT content_pages_pkey PRIMARY KEY (slug, locale)
);
CREATE TRIGGER content_pages_touch BEFORE UPDATE ON content_pages FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
