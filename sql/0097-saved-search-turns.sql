-- Saved searches take turns over companies and persons; a board whose daily quota is used up is left alone for a while.
ALTER TABLE saved_search ADD COLUMN IF NOT EXISTS claimed_at DATETIME(3) NULL COMMENT 'when a run of it began last'
	AFTER lease_until;
ALTER TABLE saved_search ADD KEY IF NOT EXISTS turn_of_company (company_id, claimed_at);
ALTER TABLE saved_search ADD KEY IF NOT EXISTS turn_of_user (user_id, claimed_at);
ALTER TABLE integration ADD COLUMN IF NOT EXISTS quota_until DATETIME(3) NULL
	COMMENT 'what runs by itself searches no more before' AFTER last_error_at;
