-- Saved searches take turns over companies and persons; a board whose daily quota is used up is left alone for a while.
ALTER TABLE saved_search ADD COLUMN IF NOT EXISTS claimed_at DATETIME(3) NULL COMMENT 'when a run of it began last'
	AFTER lease_until;
ALTER TABLE saved_search ADD KEY IF NOT EXISTS turn_of_company (company_id, claimed_at);
ALTER TABLE saved_search ADD KEY IF NOT EXISTS turn_of_user (user_id, claimed_at);
ALTER TABLE integration ADD COLUMN IF NOT EXISTS quota_until DATETIME(3) NULL
	COMMENT 'what runs by itself searches no more before' AFTER last_error_at;
-- A log that is asked for what is rare in it, failures or one board, is not read from its end to its beginning.
ALTER TABLE integration_log ADD KEY IF NOT EXISTS by_status (company_id, status, id);
ALTER TABLE integration_log ADD KEY IF NOT EXISTS by_platform (company_id, platform, id);
