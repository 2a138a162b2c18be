-- Passkeys of a person: a sign-in without a password, or the second step after one.
CREATE TABLE passkey (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	user_id BIGINT UNSIGNED NOT NULL,
	credential VARBINARY(1023) NOT NULL COMMENT 'its id, as the authenticator chose it: one person''s alone',
	algorithm SMALLINT NOT NULL COMMENT 'COSE: -7 ES256, -8 EdDSA, -257 RS256',
	public_key VARBINARY(320) NOT NULL,
	name VARCHAR(100) NOT NULL,
	transports VARCHAR(255) CHARACTER SET ascii NOT NULL DEFAULT '[]' COMMENT 'JSON, for browsers: how it is reached',
	counter INT UNSIGNED NOT NULL COMMENT 'of its signatures; one that goes back is of a copy',
	backed_up BOOL NOT NULL COMMENT 'it is synced to other devices of its owner',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	used_at DATETIME(3) NULL,
	UNIQUE KEY credential (credential),
	KEY user_id (user_id),
	FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
);

CREATE TABLE passkey_challenge (
	hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
	bound CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'hash of what for, and of the session or cookie that asked',
	expires_at DATETIME(3) NOT NULL,
	KEY expires_at (expires_at)
);

ALTER TABLE user
	ADD passkey_handle CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'who they are to authenticators: random, url-safe base64',
	ADD UNIQUE KEY passkey_handle (passkey_handle);
