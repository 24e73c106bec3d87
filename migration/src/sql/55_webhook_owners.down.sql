DROP TRIGGER role_permissions_pause_webhooks ON role_permissions;
DROP TRIGGER users_pause_webhooks ON users;
DROP FUNCTION pause_webhooks_of_nobody();
DROP FUNCTION webhook_owner_may(uuid, text[], text[], text[]);
