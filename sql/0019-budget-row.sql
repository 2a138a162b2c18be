-- What a caller was told to wait is computed from the row, not kept in it.
ALTER TABLE rate_bucket DROP COLUMN wait_ms;
