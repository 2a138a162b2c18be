-- The cache of ClickUp tasks and the runs that filled it.
CREATE TABLE clickup_task (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	connection_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	task_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	list_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	name VARCHAR(2000) NOT NULL,
	description MEDIUMTEXT NOT NULL COMMENT 'plain',
	markdown MEDIUMTEXT NULL COMMENT 'read with the details; NULL: lists have none',
	status VARCHAR(100) NOT NULL DEFAULT '',
	status_type VARCHAR(20) NOT NULL DEFAULT '' COMMENT 'open, custom, done, closed',
	status_color VARCHAR(20) NOT NULL DEFAULT '',
	priority VARCHAR(20) NOT NULL DEFAULT '' COMMENT 'urgent, high, normal, low or empty',
	priority_rank TINYINT UNSIGNED NOT NULL DEFAULT 5 COMMENT '1 urgent .. 4 low, 5 none: to sort by',
	date_created DATETIME(3) NOT NULL,
	date_updated DATETIME(3) NOT NULL,
	date_closed DATETIME(3) NULL,
	due_date DATETIME(3) NULL,
	url VARCHAR(500) NOT NULL DEFAULT '',
	parent_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
	assignees JSON NOT NULL DEFAULT '[]',
	tags JSON NOT NULL DEFAULT '[]',
	custom_fields JSON NOT NULL DEFAULT '[]',
	attachments JSON NULL COMMENT 'NULL: not read yet (lists do not carry them)',
	comments JSON NULL COMMENT 'NULL: not read yet',
	detailed_at DATETIME(3) NULL COMMENT 'when attachments and comments were read',
	cv ENUM('unknown', 'pdf', 'linkedin', 'rabota', 'none') NOT NULL DEFAULT 'unknown',
	cv_count TINYINT UNSIGNED NOT NULL DEFAULT 0,
	content_hash BINARY(16) NOT NULL COMMENT 'of what the service sent: unchanged tasks are not written',
	words MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'search words, each behind the connection''s number: 17zjava',
	name_sort VARCHAR(60) NOT NULL DEFAULT '' COMMENT 'the name''s first letters',
	due_first BIGINT NOT NULL DEFAULT 0 COMMENT 'due_date in ms, none last: to sort up by',
	due_last BIGINT NOT NULL DEFAULT 0 COMMENT 'due_date in ms, none 0: to sort down by',
	priority_sort BIGINT NOT NULL DEFAULT 0 COMMENT 'rank, then newest update first',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
	UNIQUE KEY (connection_id, task_id),
	KEY newest (connection_id, date_updated, id),
	KEY by_status (connection_id, status, date_updated, id),
	KEY by_name (connection_id, name_sort, id),
	KEY by_due_first (connection_id, due_first, id),
	KEY by_due_last (connection_id, due_last, id),
	KEY by_created (connection_id, date_created, id),
	KEY by_priority (connection_id, priority_sort, id),
	KEY by_cv (connection_id, cv, date_updated, id),
	FULLTEXT KEY search (words),
	FOREIGN KEY (connection_id) REFERENCES connection (id) ON DELETE CASCADE
);

-- How many tasks a connection has: counted once a change, not once a page.
CREATE TABLE clickup_total (
	connection_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
	tasks INT UNSIGNED NOT NULL DEFAULT 0,
	FOREIGN KEY (connection_id) REFERENCES connection (id) ON DELETE CASCADE
);

-- Tags and assignees as rows, so that filters by them have an index.
CREATE TABLE clickup_task_mark (
	connection_id BIGINT UNSIGNED NOT NULL,
	kind ENUM('tag', 'assignee') NOT NULL,
	name VARCHAR(120) NOT NULL,
	task BIGINT UNSIGNED NOT NULL COMMENT 'clickup_task.id',
	PRIMARY KEY (connection_id, kind, name, task),
	KEY (task),
	FOREIGN KEY (task) REFERENCES clickup_task (id) ON DELETE CASCADE
);

CREATE TABLE sync_run (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	connection_id BIGINT UNSIGNED NOT NULL,
	stream VARCHAR(60) NOT NULL COMMENT 'list:<list_id>',
	reason ENUM('manual', 'auto', 'webhook', 'full') NOT NULL DEFAULT 'manual',
	state ENUM('queued', 'running', 'done') NOT NULL DEFAULT 'queued',
	status ENUM('', 'success', 'error', 'partial') NOT NULL DEFAULT '' COMMENT 'set when done',
	max_tasks INT UNSIGNED NOT NULL DEFAULT 100,
	tasks_processed INT UNSIGNED NOT NULL DEFAULT 0,
	tasks_created INT UNSIGNED NOT NULL DEFAULT 0,
	tasks_updated INT UNSIGNED NOT NULL DEFAULT 0,
	tasks_deleted INT UNSIGNED NOT NULL DEFAULT 0,
	calls INT UNSIGNED NOT NULL DEFAULT 0,
	error_code VARCHAR(48) NOT NULL DEFAULT '',
	error_message VARCHAR(2000) NOT NULL DEFAULT '',
	sync_duration DOUBLE NOT NULL DEFAULT 0 COMMENT 'seconds',
	attempts TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'times it was claimed',
	lease CHAR(16) CHARACTER SET ascii NULL,
	lease_until DATETIME(3) NULL,
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	started_at DATETIME(3) NULL,
	finished_at DATETIME(3) NULL,
	KEY (user_id, id),
	KEY (connection_id, state, id),
	KEY (state, lease_until)
);

CREATE TABLE sync_cursor (
	connection_id BIGINT UNSIGNED NOT NULL,
	stream VARCHAR(60) NOT NULL,
	run_id BIGINT UNSIGNED NOT NULL COMMENT 'the run that is being resumed, 0: none',
	page INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'next page of that run',
	updated_gt DATETIME(3) NULL COMMENT 'newest date_updated that a finished run confirmed',
	full_at DATETIME(3) NULL COMMENT 'last complete pass',
	PRIMARY KEY (connection_id, stream),
	FOREIGN KEY (connection_id) REFERENCES connection (id) ON DELETE CASCADE
);
