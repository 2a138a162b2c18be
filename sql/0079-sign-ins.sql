-- Sign-ins at a job board that were begun, by the state that comes back with the code; people by day.
CREATE TABLE IF NOT EXISTS platform_sign_in (
	state CHAR(64) CHARACTER SET ascii NOT NULL PRIMARY KEY COMMENT 'hash',
	connection_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	expires_at DATETIME(3) NOT NULL,
	KEY (expires_at),
	FOREIGN KEY (connection_id) REFERENCES connection (id) ON DELETE CASCADE
);

ALTER TABLE integration_day ADD COLUMN IF NOT EXISTS persons INT UNSIGNED NOT NULL DEFAULT 0
	COMMENT 'of found: those whom no source knew before' AFTER found;
