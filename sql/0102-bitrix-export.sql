-- A one-off export of a portal: pages as they came, until its run is forgotten.
CREATE TABLE IF NOT EXISTS bitrix_export (
	run_id BIGINT UNSIGNED NOT NULL,
	part TINYINT UNSIGNED NOT NULL COMMENT 'users, departments, tasks, events',
	n INT UNSIGNED NOT NULL COMMENT 'which page of it',
	next_id BIGINT UNSIGNED NOT NULL COMMENT 'behind what the next page begins; 0: there is none',
	page LONGTEXT NOT NULL COMMENT 'a JSON array',
	PRIMARY KEY (run_id, part, n),
	FOREIGN KEY (run_id) REFERENCES sync_run (id) ON DELETE CASCADE
);
