CREATE TABLE categories (
    id uuid CONSTRAINT categories_pkey PRIMARY KEY,
    parent_id uuid CONSTRAINT categories_parent_fkey REFERENCES categories (id) ON DELETE RESTRICT,
    slug text NOT NULL CONSTRAINT categories_slug_key UNIQUE CONSTRAINT categories_slug_check CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name text NOT NULL,
    name_en text NOT NULL,
    description text NOT NULL DEFAULT '',
    description_en text NOT NULL DEFAULT '',
    image jsonb,
    sort_order integer NOT NULL DEFAULT 0,
    active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT categories_parent_check CHECK (parent_id <> id)
);
CREATE INDEX categories_parent_idx ON categories (parent_id, sort_order);

CREATE TABLE suppliers (
    id uuid CONSTRAINT suppliers_pkey PRIMARY KEY,
    name text NOT NULL CONSTRAINT suppliers_name_key UNIQUE,
    company text NOT NULL DEFAULT '',
    contact_person text NOT NULL DEFAULT '',
    email text,
    phone text,
    address text NOT NULL DEFAULT '',
    notes text NOT NULL DEFAULT '',
    active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE products (
    id uuid CONSTRAINT products_pkey PRIMARY KEY,
    slug text NOT NULL CONSTRAINT products_slug_key UNIQUE CONSTRAINT products_slug_check CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name text NOT NULL,
    description text NOT NULL DEFAULT '',
    description_en text NOT NULL DEFAULT '',
    brand text NOT NULL,
    model text NOT NULL DEFAULT '',
    category_id uuid NOT NULL CONSTRAINT products_category_fkey REFERENCES categories (id) ON DELETE RESTRICT,
    supplier_id uuid CONSTRAINT products_supplier_fkey REFERENCES suppliers (id) ON DELETE SET NULL,
    featured boolean NOT NULL DEFAULT false,
    status text NOT NULL CONSTRAINT products_status_check CHECK (status IN ('draft', 'active', 'archived')),
    seo_title text,
    seo_description text,
    -- Names of the options, in the order to show them.
    option_names text[] NOT NULL DEFAULT '{}',
    specifications jsonb NOT NULL DEFAULT '[]' CONSTRAINT products_specifications_check CHECK (jsonb_typeof(specifications) = 'array'),
    rating_sum integer NOT NULL DEFAULT 0,
    rating_count integer NOT NULL DEFAULT 0,
    rating_histogram integer[] NOT NULL DEFAULT '{0,0,0,0,0}' CONSTRAINT products_histogram_check CHECK (cardinality(rating_histogram) = 5),
    sold_count bigint NOT NULL DEFAULT 0,
    revision integer NOT NULL DEFAULT 1,
    published_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX products_category_idx ON products (category_id);
CREATE INDEX products_supplier_idx ON products (supplier_id);
CREATE INDEX products_updated_idx ON products (updated_at, id);
CREATE INDEX products_name_trgm_idx ON products USING gin (fold(brand || ' ' || name || ' ' || model) gin_trgm_ops);

CREATE TABLE product_images (
    id uuid CONSTRAINT product_images_pkey PRIMARY KEY,
    product_id uuid NOT NULL CONSTRAINT product_images_product_fkey REFERENCES products (id) ON DELETE CASCADE,
    alt text NOT NULL DEFAULT '',
    width integer NOT NULL CONSTRAINT product_images_width_check CHECK (width > 0),
    height integer NOT NULL CONSTRAINT product_images_height_check CHECK (height > 0),
    color text NOT NULL CONSTRAINT product_images_color_check CHECK (color ~ '^#[0-9a-f]{6}$'),
    widths integer[] NOT NULL,
    -- Key in the file store, without size and ending.
    path text NOT NULL,
    is_thumbnail boolean NOT NULL DEFAULT false,
    sort_order integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX product_images_product_idx ON product_images (product_id, sort_order);
CREATE UNIQUE INDEX product_images_thumbnail_key ON product_images (product_id) WHERE is_thumbnail;

CREATE TABLE variants (
    id uuid CONSTRAINT variants_pkey PRIMARY KEY,
    product_id uuid NOT NULL CONSTRAINT variants_product_fkey REFERENCES products (id) ON DELETE RESTRICT,
    sku text NOT NULL CONSTRAINT variants_sku_key UNIQUE,
    -- [{"name": "Warna", "value": "Hitam"}, …] in the order of the product's option names.
    options jsonb NOT NULL DEFAULT '[]' CONSTRAINT variants_options_check CHECK (jsonb_typeof(options) = 'array'),
    price bigint NOT NULL CONSTRAINT variants_price_check CHECK (price >= 0),
    compare_at bigint CONSTRAINT variants_compare_at_check CHECK (compare_at > price),
    cost bigint CONSTRAINT variants_cost_check CHECK (cost >= 0),
    weight_g integer NOT NULL CONSTRAINT variants_weight_check CHECK (weight_g > 0),
    length_cm integer NOT NULL CONSTRAINT variants_length_check CHECK (length_cm > 0),
    width_cm integer NOT NULL CONSTRAINT variants_width_check CHECK (width_cm > 0),
    height_cm integer NOT NULL CONSTRAINT variants_height_check CHECK (height_cm > 0),
    barcode text CONSTRAINT variants_barcode_key UNIQUE,
    minimum_stock integer NOT NULL DEFAULT 0 CONSTRAINT variants_minimum_stock_check CHECK (minimum_stock >= 0),
    low_stock_threshold integer NOT NULL DEFAULT 3 CONSTRAINT variants_low_stock_check CHECK (low_stock_threshold >= 0),
    image_id uuid CONSTRAINT variants_image_fkey REFERENCES product_images (id) ON DELETE SET NULL,
    active boolean NOT NULL DEFAULT true,
    sort_order integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT variants_options_key UNIQUE (product_id, options)
);

CREATE TRIGGER categories_touch BEFORE UPDATE ON categories FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER suppliers_touch BEFORE UPDATE ON suppliers FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER products_touch BEFORE UPDATE ON products FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER variants_touch BEFORE UPDATE ON variants FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
