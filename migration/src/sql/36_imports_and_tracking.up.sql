-- Files of products on their way into the shop.
CREATE TABLE imports (
    id uuid CONSTRAINT imports_pkey PRIMARY KEY,
    status text NOT NULL CONSTRAINT imports_status_check CHECK (status IN ('checking', 'checked', 'applying', 'applied', 'cancelled')),
    file_name text NOT NULL,
    columns text[] NOT NULL,
    row_count integer NOT NULL CONSTRAINT imports_row_count_check CHECK (row_count > 0),
    -- What became of its rows so far, kept by whoever notes it; while it is being written, `done` are those that were.
    done integer NOT NULL DEFAULT 0,
    created integer NOT NULL DEFAULT 0,
    changed integer NOT NULL DEFAULT 0,
    unchanged integer NOT NULL DEFAULT 0,
    refused integer NOT NULL DEFAULT 0,
    -- Who sent it, and later who applied it: as whom the job writes.
    actor_id uuid CONSTRAINT imports_actor_fkey REFERENCES users (id) ON DELETE SET NULL,
    actor text NOT NULL,
    actor_ip text,
    request_id text,
    books_stock boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    finished_at timestamptz
);
-- One at a time.
CREATE UNIQUE INDEX imports_busy_key ON imports ((true)) WHERE status IN ('checking', 'applying');
CREATE INDEX imports_created_idx ON imports (created_at DESC, id DESC);

-- Rows of one product have one `position`; they are checked and written together.
CREATE TABLE import_rows (
    import_id uuid NOT NULL CONSTRAINT import_rows_import_fkey REFERENCES imports (id) ON DELETE CASCADE,
    line integer NOT NULL,
    position integer NOT NULL,
    product_id uuid,
    -- The product's when the row was checked; none when there was no such product.
    revision integer,
    sku text NOT NULL,
    product text NOT NULL,
    cells text[] NOT NULL,
    outcome text CONSTRAINT import_rows_outcome_check CHECK (outcome IN ('created', 'changed', 'unchanged', 'refused')),
    -- Written, or found not to be.
    applied boolean NOT NULL DEFAULT false,
    faults jsonb NOT NULL DEFAULT '[]',
    changes jsonb NOT NULL DEFAULT '[]',
    CONSTRAINT import_rows_pkey PRIMARY KEY (import_id, line)
);
CREATE INDEX import_rows_position_idx ON import_rows (import_id, position);

CREATE FUNCTION tell_import_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM announce('import ' || NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER imports_tell AFTER INSERT OR UPDATE ON imports FOR EACH ROW EXECUTE FUNCTION tell_import_changed();

ALTER TABLE shipments
    -- When the courier is asked next; NULL when it is not asked (any more).
    ADD COLUMN asks_at timestamptz,
    ADD COLUMN failures integer NOT NULL DEFAULT 0 CONSTRAINT shipments_failures_check CHECK (failures >= 0),
    ADD COLUMN trouble text CONSTRAINT shipments_trouble_check CHECK (trouble IN ('unknown_number', 'unavailable', 'refused', 'other_parcel'));
CREATE INDEX shipments_asks_idx ON shipments (asks_at) WHERE asks_at IS NOT NULL;

-- A courier is written as people write it: `JNE` and `jne ` are one, and so are their numbers, which are kept in capitals.
CREATE FUNCTION fold_courier(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT lower(regexp_replace(name, '\s', '', 'g'))
$$;
ALTER TABLE shipments DROP CONSTRAINT shipments_tracking_number_key;
CREATE UNIQUE INDEX shipments_tracking_number_key ON shipments (fold_courier(courier), tracking_number);
