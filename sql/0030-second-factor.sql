-- A second factor of a person: one-time passwords of an app, and codes for when it is lost.
CREATE TABLE second_factor (
	user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
	cipher VARBINARY(512) NOT NULL COMMENT 'the shared key, sealed',
	key_id CHAR(16) CHARACTER SET ascii NOT NULL,
	confirmed_at DATETIME(3) NULL COMMENT 'NULL: shown, but no code was entered yet',
	last_step BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of the code that was taken last: none is taken twice',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
);

CREATE TABLE recovery_code (
	user_id BIGINT UNSIGNED NOT NULL,
	hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	PRIMARY KEY (user_id, hash),
	FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
);
