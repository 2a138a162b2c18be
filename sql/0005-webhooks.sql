-- Webhooks of remote services that send us their events, and every delivery as it came.
CREATE TABLE webhook (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	connection_id BIGINT UNSIGNED NOT NULL COMMENT 'its secret: secret (connection_id, ''webhook'')',
	provider VARCHAR(20) NOT NULL,
	remote_id VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'empty: not registered yet',
	team_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	list_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'whose tasks it tells of',
	key_hash CHAR(64) CHARACTER SET ascii NOT NULL COMMENT 'of the random part of our address',
	status ENUM('off', 'active', 'failing', 'suspended') NOT NULL DEFAULT 'off',
	status_code VARCHAR(48) NOT NULL DEFAULT '' COMMENT 'why it is not active',
	fail_count INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'as the service told last',
	gap_at DATETIME(3) NULL COMMENT 'events may be missing since then: a sync is owed',
	events_received BIGINT UNSIGNED NOT NULL DEFAULT 0,
	last_event_at DATETIME(3) NULL,
	checked_at DATETIME(3) NULL,
	next_check_at DATETIME(3) NULL COMMENT 'NULL: it is off',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	UNIQUE KEY (connection_id),
	UNIQUE KEY (key_hash),
	KEY (next_check_at),
	FOREIGN KEY (connection_id) REFERENCES connection (id) ON DELETE CASCADE
);

CREATE TABLE inbound_event (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	provider VARCHAR(20) NOT NULL,
	delivery CHAR(64) CHARACTER SET ascii NOT NULL COMMENT 'hash of webhook, event, object and history items',
	webhook_id BIGINT UNSIGNED NOT NULL,
	event VARCHAR(60) NOT NULL DEFAULT '',
	object_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'task; empty: nothing for us',
	items JSON NOT NULL DEFAULT '[]' COMMENT 'ids of history items',
	body MEDIUMBLOB NOT NULL COMMENT 'as it came',
	state ENUM('ready', 'working', 'done', 'failed') NOT NULL DEFAULT 'ready',
	result VARCHAR(48) NOT NULL DEFAULT '' COMMENT 'stored, removed, repeated, synced, foreign, or why it failed',
	attempts TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'times it was taken',
	failures TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of them without success',
	run_after DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	lease CHAR(16) CHARACTER SET ascii NULL,
	lease_until DATETIME(3) NULL,
	received_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	UNIQUE KEY (provider, delivery),
	KEY claim (state, run_after, id),
	KEY of_object (webhook_id, object_id, state),
	KEY of_webhook (webhook_id, state, run_after),
	KEY (received_at)
);

-- History items that were acted on: one change is told in several events.
CREATE TABLE inbound_item (
	webhook_id BIGINT UNSIGNED NOT NULL,
	item VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	handled_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	PRIMARY KEY (webhook_id, item),
	KEY (handled_at),
	FOREIGN KEY (webhook_id) REFERENCES webhook (id) ON DELETE CASCADE
);

-- Somebody has promised to look at the queue until then: no process is started meanwhile.
CREATE TABLE inbound_watch (
	provider VARCHAR(20) NOT NULL PRIMARY KEY,
	until_at DATETIME(3) NOT NULL
);
INSERT INTO inbound_watch (provider, until_at) VALUES ('clickup', '2000-01-01');
