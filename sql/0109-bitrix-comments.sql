-- Comments of tasks that a project mirrors: which is which there.
ALTER TABLE bitrix_task
	ADD COLUMN IF NOT EXISTS comments_due BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'its comments are to be read',
	ADD KEY IF NOT EXISTS comments (bitrix_project_id, comments_due, id);

ALTER TABLE task_comment
	ADD COLUMN IF NOT EXISTS external_id VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'of one that a service brought: each once',
	ADD UNIQUE KEY IF NOT EXISTS external (task_id, external_id);

CREATE TABLE IF NOT EXISTS bitrix_comment (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	bitrix_task_id BIGINT UNSIGNED NOT NULL,
	external_id BIGINT UNSIGNED NULL COMMENT 'there; NULL: it is about to be made',
	comment_id BIGINT UNSIGNED NOT NULL COMMENT 'here',
	mark VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'ends the text of one that we made there',
	state ENUM('new', 'linked', 'unlinked') NOT NULL COMMENT 'unlinked: one of them was deleted',
	ours CHAR(64) CHARACTER SET ascii NOT NULL COMMENT 'hash of how it read here when both were last alike',
	theirs CHAR(64) CHARACTER SET ascii NOT NULL COMMENT 'the same there, without the mark',
	sent_at DATETIME(3) NULL COMMENT 'a new one: the portal may carry it out yet',
	UNIQUE KEY (bitrix_task_id, external_id),
	UNIQUE KEY (bitrix_task_id, comment_id),
	FOREIGN KEY (bitrix_task_id) REFERENCES bitrix_task (id) ON DELETE CASCADE
);
