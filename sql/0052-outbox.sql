-- One table for all that goes out to people: letters with links, and what they are told; with the reason of a failure.
-- Breaks older programs.
CREATE TABLE IF NOT EXISTS outbox (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	user_id BIGINT UNSIGNED NULL COMMENT 'NULL: nobody has that e-mail',
	channel ENUM('email', 'telegram') NOT NULL DEFAULT 'email',
	kind VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'who writes it: asked, link, invite, notice, digest',
	subject_id BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'what it is made of: the notice',
	dedupe_key VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NULL,
	state ENUM('waiting', 'sending', 'sent', 'failed', 'dropped') NOT NULL DEFAULT 'waiting',
	tries TINYINT UNSIGNED NOT NULL DEFAULT 0,
	due_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	lease CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
	lease_until DATETIME(3) NULL,
	error_code VARCHAR(48) CHARACTER SET ascii NOT NULL DEFAULT '',
	error_text VARCHAR(300) NOT NULL DEFAULT '',
	asked CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'hash of the e-mail that was given',
	network VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	address VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	sent_at DATETIME(3) NULL,
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	UNIQUE KEY once (dedupe_key),
	KEY due (state, due_at),
	KEY asked (asked, created_at),
	KEY network (network, created_at),
	KEY created_at (created_at),
	FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
);
INSERT INTO outbox (user_id, kind, state, tries, due_at, asked, network, address, created_at)
	SELECT user_id, kind, state, tries, due_at, asked, network, address, created_at FROM mail_queue;
DROP TABLE mail_queue;
