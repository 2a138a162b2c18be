-- What people are told: a row for each person and thing, and through which channels each kind comes to them.
CREATE TABLE IF NOT EXISTS notice (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	kind VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	about VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'what its title names: who did it, a time, a service',
	text VARCHAR(500) NOT NULL DEFAULT '',
	href VARCHAR(300) NOT NULL DEFAULT '',
	subject VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'kind of the thing: task, import',
	subject_id BIGINT UNSIGNED NOT NULL DEFAULT 0,
	dedupe_key VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NULL,
	bell BOOLEAN NOT NULL DEFAULT TRUE COMMENT 'listed, as the person had set when it came',
	state ENUM('new', 'sent') NOT NULL DEFAULT 'new' COMMENT 'new: its messages are not in the outbox yet',
	read_at DATETIME(3) NULL,
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	UNIQUE KEY once (user_id, dedupe_key),
	KEY list (user_id, bell, id),
	KEY unread (user_id, bell, read_at),
	KEY fresh (state, id),
	KEY created_at (created_at),
	FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
);
-- What a person chose otherwise than the kind has it.
CREATE TABLE IF NOT EXISTS notice_choice (
	user_id BIGINT UNSIGNED NOT NULL,
	kind VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	channel VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	wanted BOOLEAN NOT NULL,
	PRIMARY KEY (user_id, kind, channel),
	FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
);
