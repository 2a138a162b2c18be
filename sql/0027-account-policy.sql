-- How long sessions and API keys of a company last is its admins' choice.
ALTER TABLE company
	ADD session_idle_days SMALLINT UNSIGNED NOT NULL DEFAULT 30 COMMENT 'a session ends when it was not used for so long',
	ADD session_max_days SMALLINT UNSIGNED NOT NULL DEFAULT 90 COMMENT 'and in any case after so long',
	ADD token_max_days SMALLINT UNSIGNED NOT NULL DEFAULT 365 COMMENT 'of a new API key; 0: it may never end';
UPDATE session SET expires_at = LEAST(expires_at, GREATEST(created_at + INTERVAL 90 DAY, NOW(3) + INTERVAL 1 DAY));
UPDATE api_token SET expires_at = NOW(3) + INTERVAL 365 DAY
	WHERE expires_at IS NULL OR expires_at > NOW(3) + INTERVAL 365 DAY;
