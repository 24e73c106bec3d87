DROP TABLE idempotency_keys, audit_events, api_keys, sign_in_failures, sessions, addresses, user_tokens,
    recovery_codes, users, role_permissions, roles;
DROP FUNCTION tell_caller_changed;
