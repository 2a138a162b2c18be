-- Calendars of portals: the company's and those of linked people, an occurrence a row.
CREATE TABLE IF NOT EXISTS calendar_event (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	connection_id BIGINT UNSIGNED NOT NULL,
	calendar ENUM('user', 'company_calendar') NOT NULL,
	owner_id BIGINT UNSIGNED NOT NULL COMMENT 'the employee there; 0: the company',
	external_id BIGINT UNSIGNED NOT NULL COMMENT 'one for all times of a repeated event',
	from_at DATETIME(3) NOT NULL COMMENT 'of a whole day: its midnight in UTC, wherever it is shown',
	to_at DATETIME(3) NOT NULL COMMENT 'of whole days: the midnight after the last one',
	whole_day BOOLEAN NOT NULL,
	repeated BOOLEAN NOT NULL,
	hidden BOOLEAN NOT NULL COMMENT 'private there',
	name VARCHAR(500) NOT NULL,
	description MEDIUMTEXT NOT NULL,
	place VARCHAR(300) NOT NULL,
	zone VARCHAR(64) NOT NULL,
	mark VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'of one that was made here',
	updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
	UNIQUE KEY (connection_id, calendar, owner_id, external_id, from_at),
	KEY by_time (company_id, from_at, id),
	FOREIGN KEY (connection_id) REFERENCES connection (id) ON DELETE CASCADE
);
