-- Which wishes matter, learned from whom a company keeps, imports and hides.
CREATE TABLE IF NOT EXISTS candidate_ranking (
	company_id BIGINT UNSIGNED NOT NULL,
	search_id BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'a saved search; 0: all that the company looks for',
	enabled BOOLEAN NOT NULL DEFAULT TRUE,
	liked INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'decisions to keep or import',
	hidden INT UNSIGNED NOT NULL DEFAULT 0,
	learned JSON NOT NULL DEFAULT '[]' COMMENT 'bias and a number a wish (platform/learn.h)',
	PRIMARY KEY (company_id, search_id),
	FOREIGN KEY (company_id) REFERENCES company (id)
);
-- Each decision teaches once, however often it is taken back and made again.
CREATE TABLE IF NOT EXISTS candidate_lesson (
	company_id BIGINT UNSIGNED NOT NULL,
	search_id BIGINT UNSIGNED NOT NULL,
	candidate_id BIGINT UNSIGNED NOT NULL,
	liked BOOLEAN NOT NULL,
	PRIMARY KEY (company_id, search_id, candidate_id),
	FOREIGN KEY (candidate_id) REFERENCES candidate (id) ON DELETE CASCADE
);
