-- When somebody set about asking the provider, so that two do not ask at the same time. checked_at is when it last answered.
ALTER TABLE payments ADD COLUMN claimed_at timestamptz;
