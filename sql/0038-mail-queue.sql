-- Letters that wait to be sent: why, to whom, who asked. No link lies here: it is made when one is sent.
CREATE TABLE IF NOT EXISTS mail_queue (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	user_id BIGINT UNSIGNED NULL COMMENT 'NULL: nobody has that e-mail',
	kind ENUM('asked', 'link', 'invite') NOT NULL,
	state ENUM('waiting', 'sent', 'dropped') NOT NULL DEFAULT 'waiting',
	asked CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'hash of the e-mail that was given',
	network VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	address VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	tries TINYINT UNSIGNED NOT NULL DEFAULT 0,
	due_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	KEY due (state, due_at),
	KEY asked (asked, created_at),
	KEY network (network, created_at),
	KEY created_at (created_at),
	FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
);
