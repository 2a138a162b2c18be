-- An import is undone with the user whom it made; one who was there before stays.
ALTER TABLE candidate_import ADD COLUMN IF NOT EXISTS user_made BOOLEAN NOT NULL DEFAULT TRUE
	COMMENT 'FALSE: the user was there before' AFTER user_id;
UPDATE candidate_import i JOIN user u ON u.id = i.user_id SET i.user_made = FALSE
	WHERE u.created_at < i.created_at - INTERVAL 1 MINUTE;
