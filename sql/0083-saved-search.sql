-- Searches of job boards that are kept under a name and run by themselves; whom each of them found.
CREATE TABLE IF NOT EXISTS saved_search (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL COMMENT 'whose it is',
	name VARCHAR(100) NOT NULL,
	search JSON NOT NULL COMMENT 'wishes, platforms and weights as search-candidates takes them',
	shared BOOLEAN NOT NULL DEFAULT FALSE,
	auto_sync BOOLEAN NOT NULL DEFAULT FALSE,
	sync_interval_hours INT UNSIGNED NOT NULL DEFAULT 24,
	next_run_at DATETIME(3) NULL COMMENT 'NULL: it runs when it is asked for',
	lease CHAR(16) CHARACTER SET ascii NULL COMMENT 'who runs it just now',
	lease_until DATETIME(3) NULL,
	last_run_at DATETIME(3) NULL,
	found INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'people of the last run',
	fresh INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'those whom no run before had found',
	error_count INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'failures since the last success',
	last_error_code VARCHAR(48) NOT NULL DEFAULT '',
	last_error VARCHAR(500) NOT NULL DEFAULT '',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	UNIQUE KEY by_name (user_id, name),
	KEY by_company (company_id, shared, name),
	KEY due (next_run_at),
	KEY at_work (company_id, lease_until),
	FOREIGN KEY (company_id) REFERENCES company (id)
);

CREATE TABLE IF NOT EXISTS saved_search_hit (
	search_id BIGINT UNSIGNED NOT NULL,
	candidate_id BIGINT UNSIGNED NOT NULL,
	score TINYINT UNSIGNED NULL,
	reasons JSON NOT NULL DEFAULT '[]',
	found_at DATETIME(3) NOT NULL COMMENT 'of the run that found them first',
	PRIMARY KEY (search_id, candidate_id),
	KEY newest (search_id, found_at, candidate_id),
	KEY (candidate_id),
	FOREIGN KEY (search_id) REFERENCES saved_search (id) ON DELETE CASCADE,
	FOREIGN KEY (candidate_id) REFERENCES candidate (id) ON DELETE CASCADE
);

-- When each user last looked at what a search found: whoever did is told of more.
CREATE TABLE IF NOT EXISTS saved_search_seen (
	search_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	seen_at DATETIME(3) NOT NULL,
	PRIMARY KEY (search_id, user_id),
	FOREIGN KEY (search_id) REFERENCES saved_search (id) ON DELETE CASCADE
);
