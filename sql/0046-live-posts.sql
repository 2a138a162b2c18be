-- An event for many is one row of its writer; a detached process spreads it to those who may see it.
CREATE TABLE IF NOT EXISTS live_post (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	audience VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'kind of the thing whose people they are; empty: none',
	audience_id BIGINT UNSIGNED NOT NULL DEFAULT 0,
	people JSON NOT NULL COMMENT 'ids of users besides',
	type VARCHAR(20) NOT NULL,
	data JSON NOT NULL,
	seq BIGINT UNSIGNED NULL COMMENT 'its event_log row, once it has one',
	lease CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
	lease_until DATETIME(3) NULL,
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)
);
-- Whose it is, for an event_log row of many (its user_id is 0).
CREATE TABLE IF NOT EXISTS live_reader (
	user_id BIGINT UNSIGNED NOT NULL,
	event_id BIGINT UNSIGNED NOT NULL,
	PRIMARY KEY (user_id, event_id),
	KEY (event_id)
);
INSERT IGNORE INTO inbound_watch (provider, until_at) VALUES ('live', '2000-01-01');
