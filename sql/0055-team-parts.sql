-- What hangs on the team's tasks: comments and files.
CREATE TABLE IF NOT EXISTS task_comment (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	task_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	text MEDIUMTEXT NOT NULL COMMENT 'Markdown; emptied when it is deleted',
	mentions JSON NOT NULL DEFAULT '[]' COMMENT 'ids of users',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	edited_at DATETIME(3) NULL,
	deleted_at DATETIME(3) NULL,
	deleted_by BIGINT UNSIGNED NULL,
	KEY newest (task_id, id),
	FOREIGN KEY (task_id) REFERENCES task (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS task_file (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	task_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	name VARCHAR(255) NOT NULL,
	type VARCHAR(100) CHARACTER SET ascii NOT NULL DEFAULT '' COMMENT 'by its bytes; empty: to be saved only',
	size INT UNSIGNED NOT NULL COMMENT 'bytes',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	KEY (task_id, id),
	FOREIGN KEY (task_id) REFERENCES task (id) ON DELETE CASCADE
);

-- Their bytes, in parts: a row may fill a tenth of the log at most.
CREATE TABLE IF NOT EXISTS task_file_part (
	file_id BIGINT UNSIGNED NOT NULL,
	part SMALLINT UNSIGNED NOT NULL,
	data MEDIUMBLOB NOT NULL,
	PRIMARY KEY (file_id, part),
	FOREIGN KEY (file_id) REFERENCES task_file (id) ON DELETE CASCADE
);
