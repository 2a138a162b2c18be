-- Files may lie in S3 (FILES_URL) instead of in rows: which object has which, and what it must be.
CREATE TABLE IF NOT EXISTS file_object (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	home VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'kind of what it belongs to',
	of_id BIGINT UNSIGNED NOT NULL,
	name VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'of the object',
	digest CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'SHA-256 of its bytes, hex',
	size INT UNSIGNED NOT NULL COMMENT 'bytes',
	type VARCHAR(100) CHARACTER SET ascii NOT NULL DEFAULT '' COMMENT 'by its bytes; empty: to be saved only',
	stored_at DATETIME(3) NULL COMMENT 'NULL: its bytes are in rows still',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	UNIQUE KEY (home, of_id)
);
-- How far the search for objects of nothing came.
CREATE TABLE IF NOT EXISTS file_sweep (
	home VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
	last_id BIGINT UNSIGNED NOT NULL DEFAULT 0
);
