-- What became of candidates, and when, for reports: kept as it happens, so that nobody has to count people.

-- People found, by slots of a quarter of an hour: a day of any zone is made of whole ones.
CREATE TABLE IF NOT EXISTS candidate_found (
	company_id BIGINT UNSIGNED NOT NULL,
	slot INT UNSIGNED NOT NULL COMMENT 'quarters of an hour since 1970, UTC',
	connection_id BIGINT UNSIGNED NOT NULL COMMENT '0: a file, or by hand',
	platform VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	sources INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'found at this place',
	persons INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of them: whom nobody had found before',
	PRIMARY KEY (company_id, slot, connection_id, platform),
	FOREIGN KEY (company_id) REFERENCES company (id)
);

-- The first time that a candidate came so far. Says nothing about the person, so it outlives an erasure.
CREATE TABLE IF NOT EXISTS candidate_step (
	candidate_id BIGINT UNSIGNED NOT NULL,
	step ENUM('keep', 'hide', 'contact', 'import', 'huntflow') NOT NULL,
	company_id BIGINT UNSIGNED NOT NULL,
	connection_id BIGINT UNSIGNED NOT NULL COMMENT 'where the person was found',
	platform VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'who did it; 0: nobody',
	at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	after_s INT UNSIGNED NOT NULL COMMENT 'seconds since the person was found',
	PRIMARY KEY (candidate_id, step),
	KEY by_step (company_id, step, at, connection_id, platform, user_id, after_s),
	FOREIGN KEY (candidate_id) REFERENCES candidate (id) ON DELETE CASCADE
);

INSERT IGNORE INTO candidate_found (company_id, slot, connection_id, platform, sources, persons)
	SELECT s.company_id, FLOOR(UNIX_TIMESTAMP(s.created_at) / 900), s.connection_id, s.platform, COUNT(*),
	    SUM(NOT EXISTS (SELECT 1 FROM candidate_source o WHERE o.candidate_id = s.candidate_id AND o.id < s.id))
	FROM candidate_source s GROUP BY 1, 2, 3, 4;
INSERT IGNORE INTO candidate_step (candidate_id, step, company_id, connection_id, platform, user_id, at, after_s)
	SELECT i.candidate_id, 'import', i.company_id, s.connection_id, s.platform, IFNULL(i.imported_by, 0),
	    i.created_at, GREATEST(0, TIMESTAMPDIFF(SECOND, c.created_at, i.created_at))
	FROM candidate_import i JOIN candidate c ON c.id = i.candidate_id
	JOIN candidate_source s ON s.id = i.source_id;
