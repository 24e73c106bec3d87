-- Whoever set a webhook up vouches for it: it is told nothing that they may not see, nor anything once they have left.
-- `known` and `needed` are the program's: each event with what one must be allowed to see for it.
CREATE FUNCTION webhook_owner_may(owner uuid, events text[], known text[], needed text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM users u
        WHERE u.id = owner AND u.active AND u.deleted_at IS NULL AND NOT EXISTS (
            SELECT FROM unnest(known || '-'::text, needed || 'integrations.manage'::text) AS n (event, permission)
            WHERE (n.event = '-' OR n.event = ANY (events))
                AND NOT EXISTS (SELECT FROM role_permissions p WHERE p.role_id = u.role_id AND p.permission = n.permission)))
$$;

-- Somebody left, or may less: their webhooks are paused, by a job once that is committed.
CREATE FUNCTION pause_webhooks_of_nobody() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM webhook_endpoints WHERE active) THEN
        INSERT INTO outbox (job) VALUES (jsonb_build_object(
            'kind', 'webhooks.pause_orphans', 'payload', '{}'::jsonb, 'run_at', NULL, 'max_attempts', 25, 'key', NULL));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER users_pause_webhooks AFTER UPDATE OF active, role_id, deleted_at ON users FOR EACH ROW
    WHEN ((OLD.active, OLD.role_id, OLD.deleted_at) IS DISTINCT FROM (NEW.active, NEW.role_id, NEW.deleted_at))
    EXECUTE FUNCTION pause_webhooks_of_nobody();
CREATE TRIGGER role_permissions_pause_webhooks AFTER DELETE ON role_permissions
    FOR EACH STATEMENT EXECUTE FUNCTION pause_webhooks_of_nobody();

-- Those of whom that is true already.
INSERT INTO outbox (job)
SELECT jsonb_build_object('kind', 'webhooks.pause_orphans', 'payload', '{}'::jsonb, 'run_at', NULL, 'max_attempts', 25, 'key', NULL)
WHERE EXISTS (SELECT FROM webhook_endpoints WHERE active);
