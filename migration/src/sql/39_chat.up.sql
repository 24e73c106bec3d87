-- Priorities: 0 normal, 1 high, 2 urgent.
ALTER TABLE chat_rooms
    DROP COLUMN subject,
    ADD CONSTRAINT chat_rooms_priority_check CHECK (priority BETWEEN 0 AND 2),
    ADD COLUMN topic text NOT NULL DEFAULT 'other'
        CONSTRAINT chat_rooms_topic_check CHECK (topic IN ('payment', 'site', 'order', 'product', 'other')),
    -- Number of what last happened to a message; taken under the row's lock, like last_sequence.
    ADD COLUMN last_change bigint NOT NULL DEFAULT 0,
    -- Counts with each change by staff.
    ADD COLUMN revision integer NOT NULL DEFAULT 1,
    -- When the oldest message of the buyer came that nobody answered; NULL when nobody waits.
    ADD COLUMN waiting_since timestamptz,
    ADD COLUMN respond_by timestamptz,
    ADD COLUMN resolve_by timestamptz,
    -- When the buyer first wrote.
    ADD COLUMN asked_at timestamptz,
    ADD COLUMN first_responder_id uuid CONSTRAINT chat_rooms_first_responder_fkey REFERENCES users (id) ON DELETE SET NULL,
    ADD COLUMN rated_at timestamptz,
    -- The day on which the buyer was last told that the shop is closed.
    ADD COLUMN closed_told_on date,
    -- When the buyer, if they are not there, is told by email that there is an answer …
    ADD COLUMN mail_at timestamptz,
    -- … which happens once until they come back.
    ADD COLUMN mailed boolean NOT NULL DEFAULT false;
UPDATE chat_rooms SET last_change = last_sequence;
CREATE INDEX chat_rooms_user_idx ON chat_rooms (user_id, created_at DESC, id DESC);
CREATE INDEX chat_rooms_created_idx ON chat_rooms (created_at);
CREATE INDEX chat_rooms_resolved_idx ON chat_rooms (resolved_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX chat_rooms_mail_idx ON chat_rooms (mail_at) WHERE mail_at IS NOT NULL;

ALTER TABLE chat_messages
    DROP COLUMN attachment,
    DROP CONSTRAINT chat_messages_client_key,
    ADD COLUMN change bigint,
    ADD COLUMN event text CONSTRAINT chat_messages_event_check
        CHECK (event IN ('assigned', 'resolved', 'reopened', 'outside_hours', 'rated'));
UPDATE chat_messages SET change = sequence;
ALTER TABLE chat_messages
    ALTER COLUMN change SET NOT NULL,
    ADD CONSTRAINT chat_messages_change_key UNIQUE (room_id, change),
    -- Not of the room: sent again after the room was settled, it is still the same message.
    ADD CONSTRAINT chat_messages_client_key UNIQUE (sender_id, client_id);
CREATE INDEX chat_messages_sent_idx ON chat_messages (created_at) WHERE sender_kind = 'agent';

-- Files, sent before the message that they belong to.
CREATE TABLE chat_attachments (
    id uuid CONSTRAINT chat_attachments_pkey PRIMARY KEY,
    uploader_id uuid CONSTRAINT chat_attachments_uploader_fkey REFERENCES users (id) ON DELETE SET NULL,
    -- NULL until it is used.
    message_id uuid CONSTRAINT chat_attachments_message_key UNIQUE
        CONSTRAINT chat_attachments_message_fkey REFERENCES chat_messages (id) ON DELETE SET NULL,
    kind text NOT NULL CONSTRAINT chat_attachments_kind_check CHECK (kind IN ('image', 'document')),
    name text NOT NULL,
    media_type text NOT NULL,
    bytes bigint NOT NULL CONSTRAINT chat_attachments_bytes_check CHECK (bytes >= 0),
    width integer,
    height integer,
    -- Of a picture: the widths that are kept.
    widths integer[] NOT NULL DEFAULT '{}',
    -- Key in the file store; of a picture without width and ending.
    path text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX chat_attachments_unused_idx ON chat_attachments (created_at) WHERE message_id IS NULL;
CREATE INDEX chat_attachments_path_idx ON chat_attachments (path);
CREATE INDEX chat_attachments_uploader_idx ON chat_attachments (uploader_id);

CREATE INDEX chat_cursors_user_idx ON chat_cursors (user_id);

-- One row per connection that listens to the chat. `answers`: of somebody who answers for the shop.
ALTER TABLE chat_sessions ADD COLUMN answers boolean NOT NULL DEFAULT false;
CREATE INDEX chat_sessions_open_idx ON chat_sessions (process, last_seen_at) WHERE disconnected_at IS NULL;
CREATE INDEX chat_sessions_answers_idx ON chat_sessions (last_seen_at DESC) WHERE answers;

-- Something happened to a message: its room, the number of the change, the buyer.
CREATE FUNCTION tell_chat_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT bulk_load() THEN
        PERFORM announce('chat ' || r.id || ' ' || NEW.change || ' ' || r.user_id) FROM chat_rooms r WHERE r.id = NEW.room_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER chat_messages_tell AFTER INSERT OR UPDATE OF change ON chat_messages
    FOR EACH ROW EXECUTE FUNCTION tell_chat_message();

-- A room was opened, assigned, settled, rated, or somebody waits there, or does not any more.
CREATE FUNCTION tell_chat_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT bulk_load() THEN
        PERFORM announce('chat_room ' || NEW.id || ' ' || NEW.user_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER chat_rooms_tell_inserted AFTER INSERT ON chat_rooms FOR EACH ROW EXECUTE FUNCTION tell_chat_room();
CREATE TRIGGER chat_rooms_tell_updated AFTER UPDATE ON chat_rooms FOR EACH ROW
    WHEN ((OLD.status, OLD.assignee_id, OLD.priority, OLD.topic, OLD.revision, OLD.rating, OLD.waiting_since)
          IS DISTINCT FROM (NEW.status, NEW.assignee_id, NEW.priority, NEW.topic, NEW.revision, NEW.rating, NEW.waiting_since))
    EXECUTE FUNCTION tell_chat_room();

-- Somebody has got or read more of a room, or cleared it away.
CREATE FUNCTION tell_chat_read() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT bulk_load() THEN
        PERFORM announce('chat_read ' || r.id || ' ' || r.user_id) FROM chat_rooms r WHERE r.id = NEW.room_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER chat_cursors_tell AFTER INSERT OR UPDATE ON chat_cursors FOR EACH ROW EXECUTE FUNCTION tell_chat_read();

-- Somebody came or went.
CREATE FUNCTION tell_chat_presence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM announce('chat_presence ' || NEW.user_id || ' ' || CASE WHEN NEW.answers THEN 'answers' ELSE 'buys' END);
    RETURN NULL;
END $$;
CREATE TRIGGER chat_sessions_tell_inserted AFTER INSERT ON chat_sessions FOR EACH ROW EXECUTE FUNCTION tell_chat_presence();
CREATE TRIGGER chat_sessions_tell_updated AFTER UPDATE ON chat_sessions FOR EACH ROW
    WHEN ((OLD.disconnected_at, OLD.answers) IS DISTINCT FROM (NEW.disconnected_at, NEW.answers))
    EXECUTE FUNCTION tell_chat_presence();
