DROP TABLE canned_responses, chat_sessions, chat_cursors, chat_messages, chat_rooms;
