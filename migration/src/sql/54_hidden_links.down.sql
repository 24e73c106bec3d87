-- What was hidden cannot be shown again.
SELECT 1;
