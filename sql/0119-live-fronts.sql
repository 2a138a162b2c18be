-- Several machines serve pages from one database: each brings live events to the pages that it holds, also those of the others.
CREATE TABLE IF NOT EXISTS live_front (
	name CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY COMMENT 'hash of its host and socket',
	seen_at DATETIME(3) NOT NULL,
	relayed_until DATETIME(3) NOT NULL DEFAULT '2000-01-01' COMMENT 'a process that brings what waits ends then'
);
CREATE TABLE IF NOT EXISTS live_relay (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	front CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'who brings it',
	event_id BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0: it was not stored, message has it',
	user_id BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0: those of live_reader',
	channel VARCHAR(22) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'to be closed',
	message MEDIUMTEXT NULL,
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	KEY (front, id),
	KEY (created_at)
);
