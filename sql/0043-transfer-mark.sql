-- A task that went to Huntflow is marked in ClickUp, once, as the person who sent it chose.
CREATE TABLE IF NOT EXISTS transfer_mark (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	transfer_id BIGINT UNSIGNED NOT NULL,
	applicant_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL COMMENT 'whose ClickUp key does it',
	kind ENUM('comment', 'status') NOT NULL,
	status VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'that the task gets',
	was VARCHAR(200) NULL COMMENT 'status of the task before it was first tried',
	state ENUM('wait', 'done', 'failed') NOT NULL DEFAULT 'wait',
	maybe TINYINT NOT NULL DEFAULT 0 COMMENT 'it was sent, and its answer is not known',
	tries INT UNSIGNED NOT NULL DEFAULT 0,
	due_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) COMMENT 'of the next try; until then whoever tries has it',
	error_code VARCHAR(40) NOT NULL DEFAULT '',
	error_text VARCHAR(300) NOT NULL DEFAULT '',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	UNIQUE KEY once (transfer_id, applicant_id),
	KEY due (state, due_at),
	FOREIGN KEY (transfer_id) REFERENCES transfer (id) ON DELETE CASCADE,
	FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
);
