-- Rows of the Notion data sources that accounts read, and how far each reading has come.
CREATE TABLE IF NOT EXISTS notion_source (
	connection_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
	source_id CHAR(36) CHARACTER SET ascii NOT NULL COMMENT 'a data source; of the older API a database',
	name VARCHAR(500) NOT NULL,
	url VARCHAR(500) NOT NULL,
	fields MEDIUMTEXT NOT NULL COMMENT 'JSON [{id, name, type}]: its properties',
	pass BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'the run that reads, or was interrupted',
	is_whole BOOLEAN NOT NULL DEFAULT FALSE,
	next_cursor VARCHAR(500) CHARACTER SET ascii NULL,
	since_at DATETIME(3) NULL COMMENT 'it reads what was edited from then on',
	newest_at DATETIME(3) NULL COMMENT 'the newest edit that was met',
	whole_at DATETIME(3) NULL COMMENT 'the end of the last reading of all',
	FOREIGN KEY (connection_id) REFERENCES connection (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS notion_row (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	connection_id BIGINT UNSIGNED NOT NULL,
	page_id CHAR(36) CHARACTER SET ascii NOT NULL,
	name VARCHAR(2000) NOT NULL,
	url VARCHAR(500) NOT NULL,
	people MEDIUMTEXT NOT NULL COMMENT 'JSON [name]',
	fields MEDIUMTEXT NOT NULL COMMENT 'JSON [{id, name, type, display, href, value}]',
	has_file BOOLEAN NOT NULL,
	content_hash CHAR(64) CHARACTER SET ascii NOT NULL,
	edited_at DATETIME(3) NULL,
	pass BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'the reading of all that met it last',
	UNIQUE KEY by_page (connection_id, page_id),
	KEY by_company (company_id, page_id),
	KEY by_edit (connection_id, edited_at),
	FOREIGN KEY (connection_id) REFERENCES connection (id) ON DELETE CASCADE
);
