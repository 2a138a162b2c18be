-- People whose integration was deleted with them go; unlike those who asked for it, they may be found anew.
ALTER TABLE candidate ADD COLUMN IF NOT EXISTS left_at DATETIME(3) NULL
	COMMENT 'goes soon: nobody but an integration that was deleted knew them' AFTER retain_until,
	ADD KEY IF NOT EXISTS leaves (left_at);
