-- How often kept documents were ended by a write: what was asked for before one is not kept after it.
CREATE TABLE IF NOT EXISTS api_cache_drop (
	company_id BIGINT UNSIGNED NOT NULL,
	path VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'of the collection in the API',
	times BIGINT UNSIGNED NOT NULL,
	PRIMARY KEY (company_id, path),
	FOREIGN KEY (company_id) REFERENCES company (id) ON DELETE CASCADE
);
