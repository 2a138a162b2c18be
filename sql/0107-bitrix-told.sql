-- When a new task of a portal was last sent; tasks that a portal's webhook told of.
ALTER TABLE bitrix_task
	ADD COLUMN IF NOT EXISTS sent_at DATETIME(3) NULL COMMENT 'a new one: the portal may carry it out yet; NULL: it was not sent, or was refused';

CREATE TABLE IF NOT EXISTS bitrix_told (
	connection_id BIGINT UNSIGNED NOT NULL,
	external_id BIGINT UNSIGNED NOT NULL COMMENT 'the task there',
	gone BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'it is said to be deleted',
	told_at DATETIME(3) NOT NULL,
	read_at DATETIME(3) NULL COMMENT 'before told_at, or NULL: it is to be read',
	PRIMARY KEY (connection_id, external_id),
	FOREIGN KEY (connection_id) REFERENCES connection (id) ON DELETE CASCADE
);
