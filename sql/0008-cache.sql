-- Documents of remote services kept for a while (HuntflowCache), and what that saved.
CREATE TABLE api_cache (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	connection_id BIGINT UNSIGNED NOT NULL,
	cache_key VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL COMMENT 'vacancy_123_456',
	path VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'of the document in the API: a write to it or below ends the entry',
	data MEDIUMTEXT NOT NULL COMMENT 'JSON as it came, at most 256 KB',
	hits INT UNSIGNED NOT NULL DEFAULT 0,
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) COMMENT 'when data was stored',
	expires_at DATETIME(3) NOT NULL,
	UNIQUE KEY (connection_id, cache_key),
	KEY by_path (company_id, path),
	KEY by_company_created (company_id, created_at, id),
	KEY by_company_updated (company_id, updated_at, id),
	KEY by_company_expires (company_id, expires_at, id),
	KEY by_user_created (user_id, created_at, id),
	KEY by_user_updated (user_id, updated_at, id),
	KEY by_user_expires (user_id, expires_at, id),
	KEY by_expiry (expires_at),
	FOREIGN KEY (connection_id) REFERENCES connection (id) ON DELETE CASCADE
);

CREATE TABLE api_cache_count (
	user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	hits BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'answers without a call',
	misses BIGINT UNSIGNED NOT NULL DEFAULT 0,
	KEY (company_id)
);
