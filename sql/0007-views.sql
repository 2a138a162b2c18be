-- Saved views of the task list: a filter, its columns and order under a name.
CREATE TABLE saved_view (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL COMMENT 'whose it is',
	name VARCHAR(100) NOT NULL,
	shared BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'the whole company sees it, each with the own tasks',
	filter JSON NOT NULL DEFAULT '{}' COMMENT 'as the query of the list',
	columns JSON NOT NULL DEFAULT '[]' COMMENT 'names in order; none: the usual ones',
	sort VARCHAR(20) NOT NULL DEFAULT '' COMMENT 'empty: the usual one',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
	UNIQUE KEY (user_id, name),
	KEY (company_id, shared),
	FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
);
