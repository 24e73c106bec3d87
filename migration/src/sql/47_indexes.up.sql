-- What everybody bought, added up from the index alone. A placed order is not in it before it is paid.
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_bought_idx ON orders (user_id) INCLUDE (grand_total, refunded_total, paid_at)
    WHERE paid_at IS NOT NULL AND payment_status IN ('paid', 'partially_refunded', 'refunded');

-- How many people of a role there are.
CREATE INDEX CONCURRENTLY IF NOT EXISTS users_here_idx ON users (role_id) WHERE deleted_at IS NULL;
