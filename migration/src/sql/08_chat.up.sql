CREATE TABLE chat_rooms (
    id uuid CONSTRAINT chat_rooms_pkey PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT chat_rooms_user_fkey REFERENCES users (id) ON DELETE CASCADE,
    status text NOT NULL DEFAULT 'open' CONSTRAINT chat_rooms_status_check CHECK (status IN ('open', 'resolved', 'archived')),
    priority smallint NOT NULL DEFAULT 0,
    subject text NOT NULL DEFAULT '',
    assignee_id uuid CONSTRAINT chat_rooms_assignee_fkey REFERENCES users (id) ON DELETE SET NULL,
    -- Number of the last message; taken under the row's lock, so a room's numbers have no gaps.
    last_sequence bigint NOT NULL DEFAULT 0,
    last_activity_at timestamptz NOT NULL,
    first_response_at timestamptz,
    resolved_at timestamptz,
    rating smallint CONSTRAINT chat_rooms_rating_check CHECK (rating BETWEEN 1 AND 5),
    rating_comment text,
    notes text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX chat_rooms_open_key ON chat_rooms (user_id) WHERE status = 'open';
CREATE INDEX chat_rooms_activity_idx ON chat_rooms (status, last_activity_at DESC, id DESC);
CREATE INDEX chat_rooms_assignee_idx ON chat_rooms (assignee_id, status);

CREATE TABLE chat_messages (
    id uuid CONSTRAINT chat_messages_pkey PRIMARY KEY,
    room_id uuid NOT NULL CONSTRAINT chat_messages_room_fkey REFERENCES chat_rooms (id) ON DELETE CASCADE,
    sequence bigint NOT NULL CONSTRAINT chat_messages_sequence_check CHECK (sequence > 0),
    -- Chosen by the sender; the same one twice is the same message.
    client_id uuid NOT NULL,
    sender_id uuid CONSTRAINT chat_messages_sender_fkey REFERENCES users (id) ON DELETE SET NULL,
    sender_kind text NOT NULL CONSTRAINT chat_messages_sender_kind_check CHECK (sender_kind IN ('buyer', 'agent', 'system')),
    body text NOT NULL DEFAULT '',
    product_id uuid CONSTRAINT chat_messages_product_fkey REFERENCES products (id) ON DELETE SET NULL,
    attachment jsonb,
    card jsonb,
    deleted_at timestamptz,
    created_at timestamptz NOT NULL,
    CONSTRAINT chat_messages_sequence_key UNIQUE (room_id, sequence),
    CONSTRAINT chat_messages_client_key UNIQUE (room_id, client_id)
);
CREATE INDEX chat_messages_body_idx ON chat_messages USING gin (to_tsvector('shop_simple', body));
CREATE TABLE chat_cursors (
    room_id uuid NOT NULL CONSTRAINT chat_cursors_room_fkey REFERENCES chat_rooms (id) ON DELETE CASCADE,
    user_id uuid NOT NULL CONSTRAINT chat_cursors_user_fkey REFERENCES users (id) ON DELETE CASCADE,
    delivered_sequence bigint NOT NULL DEFAULT 0,
    read_sequence bigint NOT NULL DEFAULT 0,
    cleared_sequence bigint NOT NULL DEFAULT 0,
    CONSTRAINT chat_cursors_pkey PRIMARY KEY (room_id, user_id)
);
CREATE TABLE chat_sessions (
    id uuid CONSTRAINT chat_sessions_pkey PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT chat_sessions_user_fkey REFERENCES users (id) ON DELETE CASCADE,
    process text NOT NULL,
    connected_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    disconnected_at timestamptz
);
CREATE INDEX chat_sessions_user_idx ON chat_sessions (user_id, last_seen_at DESC);
CREATE TABLE canned_responses (
    id uuid CONSTRAINT canned_responses_pkey PRIMARY KEY,
    shortcut text NOT NULL CONSTRAINT canned_responses_shortcut_key UNIQUE,
    title text NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER canned_responses_touch BEFORE UPDATE ON canned_responses FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
