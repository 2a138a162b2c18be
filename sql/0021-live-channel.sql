-- Live events go to a channel of each session and API key: one that is revoked is cut off alone.
CREATE TABLE live_channel (
	session_id BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0: an API key',
	token_id BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0: a session',
	user_id BIGINT UNSIGNED NOT NULL,
	name CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'never used again once it was closed',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	PRIMARY KEY (session_id, token_id),
	UNIQUE KEY (user_id, name)
);
