-- Ways of looking at a list that staff have given a name: filters, order and columns.
CREATE TABLE saved_views (
    id uuid CONSTRAINT saved_views_pkey PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT saved_views_user_fkey REFERENCES users (id) ON DELETE CASCADE,
    list text NOT NULL CONSTRAINT saved_views_list_check CHECK (list ~ '^[a-z][a-z0-9-]{0,39}$'),
    name text NOT NULL CONSTRAINT saved_views_name_check CHECK (length(name) BETWEEN 1 AND 60),
    -- The query of the list's address, without the question mark.
    query text NOT NULL CONSTRAINT saved_views_query_check CHECK (length(query) <= 2000),
    -- The columns in sight; NULL is the usual ones.
    columns text[],
    -- Whether everybody in the back office sees it.
    shared boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX saved_views_name_key ON saved_views (user_id, list, lower(name));
CREATE INDEX saved_views_shared_idx ON saved_views (list) WHERE shared;
CREATE TRIGGER saved_views_touch BEFORE UPDATE ON saved_views FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- The list of orders by what they cost.
CREATE INDEX orders_total_idx ON orders (grand_total DESC, id DESC);
