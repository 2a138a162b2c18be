-- What is being made at a portal just now: its key, and no lock of one server, says that it is made by one alone.
CREATE TABLE IF NOT EXISTS bitrix_making (
	connection_id BIGINT UNSIGNED NOT NULL,
	mark VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'by which it will be found there',
	lease CHAR(22) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'who makes it',
	lease_until DATETIME(3) NOT NULL,
	PRIMARY KEY (connection_id, mark),
	KEY expiry (lease_until),
	FOREIGN KEY (connection_id) REFERENCES connection (id) ON DELETE CASCADE
);
