-- What became of each backup: when the last good one was made is told to whoever keeps the house.
CREATE TABLE backup (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	kind ENUM('hand', 'nightly') NOT NULL,
	state ENUM('good', 'failed') NOT NULL,
	name VARCHAR(255) NOT NULL COMMENT 'of the file, without its folder',
	bytes BIGINT UNSIGNED NOT NULL DEFAULT 0,
	took_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
	error_code VARCHAR(48) CHARACTER SET ascii NOT NULL DEFAULT '',
	error_text VARCHAR(300) NOT NULL DEFAULT '',
	ended_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	KEY (state, ended_at),
	KEY (kind, ended_at),
	KEY (ended_at)
);
