-- When the password was given again on this device, for what asks for it.
ALTER TABLE sessions ADD COLUMN confirmed_at timestamptz;
