-- The sequence of the audit log has no gaps, so it is handed out under a lock instead of by a sequence, which
-- loses the numbers of transactions that fail.
ALTER TABLE audit_events ALTER COLUMN sequence DROP IDENTITY;
-- What the subject was called, for people: an order's number, a role's name.
ALTER TABLE audit_events ADD COLUMN subject_label text NOT NULL DEFAULT '';

-- The last event: what the next one follows, the lock of those who write, and why a cut off end shows.
CREATE TABLE audit_head (
    id boolean CONSTRAINT audit_head_pkey PRIMARY KEY DEFAULT true CONSTRAINT audit_head_one_check CHECK (id),
    sequence bigint NOT NULL,
    hash bytea NOT NULL
);
INSERT INTO audit_head (sequence, hash)
SELECT COALESCE(max(sequence), 0), COALESCE((SELECT hash FROM audit_events ORDER BY sequence DESC LIMIT 1), '') FROM audit_events;

-- All of an event, the hash before it included, in one unambiguous text.
CREATE FUNCTION audit_hash(event audit_events) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(jsonb_build_array(
        encode(event.previous_hash, 'hex'), event.sequence, (extract(epoch FROM event.created_at) * 1000000)::bigint,
        event.actor_id, event.actor, event.action, event.subject_kind, event.subject_id, event.subject_label,
        event.before, event.after, event.ip, event.request_id)::text, 'UTF8'))
$$;

-- Writes an event at the end of the chain. Whoever calls it holds the end until the transaction is over: call it
-- last, after every other lock.
CREATE FUNCTION append_audit_event(
    by_id uuid, by_name text, what text, kind text, id text, label text, old jsonb, new jsonb,
    from_ip text, request text, at timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    head audit_head;
    event audit_events;
BEGIN
    SELECT * INTO STRICT head FROM audit_head FOR UPDATE;
    event.sequence := head.sequence + 1;
    event.previous_hash := head.hash;
    event.actor_id := by_id;
    event.actor := by_name;
    event.action := what;
    event.subject_kind := kind;
    event.subject_id := id;
    event.subject_label := label;
    event.before := old;
    event.after := new;
    event.ip := from_ip;
    event.request_id := request;
    event.created_at := at;
    event.hash := audit_hash(event);
    INSERT INTO audit_events SELECT event.*;
    UPDATE audit_head SET sequence = event.sequence, hash = event.hash;
    RETURN event.sequence;
END $$;

-- What is wrong with the log: `edited` (the event is not what its hash says), `broken` (it does not follow the one
-- before), `gap` (events before it are missing), `cut` (the end is not the one that was written last).
CREATE FUNCTION audit_faults() RETURNS TABLE (sequence bigint, kind text) LANGUAGE sql STABLE AS $$
    WITH chain AS (
        SELECT e.sequence, e.hash, e.previous_hash, audit_hash(e) AS computed,
               lag(e.sequence, 1, 0::bigint) OVER w AS sequence_before, lag(e.hash, 1, ''::bytea) OVER w AS hash_before
        FROM audit_events e WINDOW w AS (ORDER BY e.sequence)),
    ends AS (SELECT e.sequence, e.hash FROM audit_events e ORDER BY e.sequence DESC LIMIT 1)
    SELECT c.sequence, f.kind
    FROM chain c CROSS JOIN LATERAL (VALUES
        ('edited', c.hash <> c.computed),
        ('broken', c.sequence = c.sequence_before + 1 AND c.previous_hash <> c.hash_before),
        ('gap', c.sequence <> c.sequence_before + 1)) f (kind, holds)
    WHERE f.holds
    UNION ALL
    SELECT COALESCE(h.sequence, 0), 'cut'
    FROM (SELECT) one LEFT JOIN audit_head h ON true LEFT JOIN ends e ON true
    WHERE h.sequence IS NULL OR h.sequence <> COALESCE(e.sequence, 0) OR h.hash <> COALESCE(e.hash, '')
    ORDER BY 1, 2
$$;

-- The head goes forward only, to an event that is there.
CREATE FUNCTION guard_audit_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.sequence = OLD.sequence + 1
        AND EXISTS (SELECT FROM audit_events e WHERE e.sequence = NEW.sequence AND e.hash = NEW.hash) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the end of the audit log only moves to the next event' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_head_guard BEFORE UPDATE OR DELETE ON audit_head FOR EACH ROW EXECUTE FUNCTION guard_audit_head();
CREATE TRIGGER audit_head_keep BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_events_keep BEFORE TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a search looks through. Long values are searched by their beginning.
CREATE FUNCTION audit_text(actor text, label text, id text, old jsonb, new jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT fold(actor || ' ' || label || ' ' || id || ' ' || COALESCE(left(old::text, 2000), '') || ' ' || COALESCE(left(new::text, 2000), ''))
$$;
CREATE INDEX audit_events_text_idx ON audit_events
    USING gin (audit_text(actor, subject_label, subject_id, before, after) gin_trgm_ops);
CREATE INDEX audit_events_action_idx ON audit_events (action, sequence);
CREATE INDEX audit_events_created_idx ON audit_events (created_at, sequence);
