DROP TRIGGER chat_sessions_tell_updated ON chat_sessions;
DROP TRIGGER chat_sessions_tell_inserted ON chat_sessions;
DROP FUNCTION tell_chat_presence;
DROP TRIGGER chat_cursors_tell ON chat_cursors;
DROP FUNCTION tell_chat_read;
DROP TRIGGER chat_rooms_tell_updated ON chat_rooms;
DROP TRIGGER chat_rooms_tell_inserted ON chat_rooms;
DROP FUNCTION tell_chat_room;
DROP TRIGGER chat_messages_tell ON chat_messages;
DROP FUNCTION tell_chat_message;
DROP INDEX chat_sessions_answers_idx;
DROP INDEX chat_sessions_open_idx;
ALTER TABLE chat_sessions DROP COLUMN answers;
DROP INDEX chat_cursors_user_idx;
DROP TABLE chat_attachments;
DROP INDEX chat_messages_sent_idx;
ALTER TABLE chat_messages
    DROP CONSTRAINT chat_messages_client_key,
    DROP CONSTRAINT chat_messages_change_key,
    DROP COLUMN event,
    DROP COLUMN change,
    ADD COLUMN attachment jsonb,
    ADD CONSTRAINT chat_messages_client_key UNIQUE (room_id, client_id);
DROP INDEX chat_rooms_mail_idx;
DROP INDEX chat_rooms_resolved_idx;
DROP INDEX chat_rooms_created_idx;
DROP INDEX chat_rooms_user_idx;
ALTER TABLE chat_rooms
    DROP COLUMN mailed,
    DROP COLUMN mail_at,
    DROP COLUMN closed_told_on,
    DROP COLUMN rated_at,
    DROP COLUMN first_responder_id,
    DROP COLUMN asked_at,
    DROP COLUMN resolve_by,
    DROP COLUMN respond_by,
    DROP COLUMN waiting_since,
    DROP COLUMN revision,
    DROP COLUMN last_change,
    DROP COLUMN topic,
    DROP CONSTRAINT chat_rooms_priority_check,
    ADD COLUMN subject text NOT NULL DEFAULT '';
