-- The inbox: files and profile links that people send, by a bot or on the page, until it is decided whether they are CVs.
CREATE TABLE IF NOT EXISTS inbox_item (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	kind ENUM('file', 'link') NOT NULL,
	state ENUM('new', 'kept', 'rejected') NOT NULL DEFAULT 'new' COMMENT 'rejected: not a CV',
	arrival ENUM('done', 'waiting', 'working', 'failed') NOT NULL DEFAULT 'done' COMMENT 'its bytes',
	site VARCHAR(10) CHARACTER SET ascii NOT NULL DEFAULT '' COMMENT 'of a link',
	url VARCHAR(300) NOT NULL DEFAULT '' COMMENT 'of a link',
	name VARCHAR(255) NOT NULL COMMENT 'of the file as it came first; of a link what it names',
	type VARCHAR(5) CHARACTER SET ascii NOT NULL DEFAULT '' COMMENT 'pdf, docx, by its bytes; empty: not known yet',
	size INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'bytes',
	content CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'hash of the bytes, of what the link names',
	unique_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'file_unique_id of Telegram',
	bot_id BIGINT UNSIGNED NULL COMMENT 'that can fetch it',
	file_id VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'for that bot',
	by_id BIGINT UNSIGNED NULL COMMENT 'who sent it first: its calls are logged for them',
	tries TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of fetching, that failed',
	due_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) COMMENT 'when it is fetched',
	lease CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
	lease_until DATETIME(3) NULL,
	error_code VARCHAR(48) CHARACTER SET ascii NOT NULL DEFAULT '' COMMENT 'why it was not fetched',
	error_text VARCHAR(300) NOT NULL DEFAULT '',
	decided_by BIGINT UNSIGNED NULL,
	decided_at DATETIME(3) NULL,
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	UNIQUE KEY by_content (company_id, content),
	UNIQUE KEY by_unique (company_id, unique_id),
	KEY by_company (company_id, id),
	KEY by_state (company_id, state, arrival, id),
	KEY due (arrival, due_at),
	KEY rejected (state, decided_at),
	KEY (bot_id)
);

-- Each time that one was sent. batch: those of one message or album have one answer; the id of its first row.
CREATE TABLE IF NOT EXISTS inbox_sending (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	item_id BIGINT UNSIGNED NOT NULL,
	company_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	via ENUM('telegram', 'page') NOT NULL,
	batch BIGINT UNSIGNED NOT NULL DEFAULT 0,
	bot_id BIGINT UNSIGNED NULL,
	chat_id BIGINT NOT NULL DEFAULT 0,
	message_id BIGINT NOT NULL DEFAULT 0,
	album VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'media_group_id',
	name VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'of the file, this time',
	caption TEXT NOT NULL DEFAULT '' COMMENT 'what was written with it',
	origin VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'forwarded from whom',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	UNIQUE KEY once (bot_id, chat_id, message_id, item_id),
	KEY of_item (item_id, id),
	KEY of_user (user_id, item_id),
	KEY of_album (bot_id, chat_id, album),
	KEY of_batch (batch),
	FOREIGN KEY (item_id) REFERENCES inbox_item (id) ON DELETE CASCADE
);

-- The bytes of files, in parts: a row may fill a tenth of the log at most.
CREATE TABLE IF NOT EXISTS inbox_file_part (
	item_id BIGINT UNSIGNED NOT NULL,
	part SMALLINT UNSIGNED NOT NULL,
	data MEDIUMBLOB NOT NULL,
	PRIMARY KEY (item_id, part),
	FOREIGN KEY (item_id) REFERENCES inbox_item (id) ON DELETE CASCADE
);
INSERT IGNORE INTO inbound_watch (provider, until_at) VALUES ('inbox', '2000-01-01');
