DO $$
DECLARE
    laws text := pg_get_functiondef('order_faults()'::regprocedure);
BEGIN
    EXECUTE replace(laws, 'AND o.pieces_back < o.pieces', 'AND NOT (o.shipped_at IS NULL AND o.pieces_back >= o.pieces)');
END $$;
