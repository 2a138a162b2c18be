-- Since when a service does not answer; those that do not are asked again.
ALTER TABLE connection ADD COLUMN IF NOT EXISTS failed_at DATETIME(3) NULL COMMENT 'of status error: since when' AFTER status_text;
ALTER TABLE connection ADD KEY IF NOT EXISTS away (status, checked_at);
