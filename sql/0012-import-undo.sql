-- Taking a finished import back: its own applicants are rejected or removed, one by one.
ALTER TABLE transfer ADD import_id BIGINT UNSIGNED NULL COMMENT 'the import whose POST made the applicant' AFTER marker;
ALTER TABLE import_item MODIFY state ENUM('ready', 'working', 'done', 'skipped', 'failed', 'cancelled', 'undone') NOT NULL DEFAULT 'ready';

CREATE TABLE import_undo (
	job_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
	mode ENUM('reject', 'remove') NOT NULL,
	vacancy_id BIGINT UNSIGNED NULL,
	status_id BIGINT UNSIGNED NULL,
	reason_id BIGINT UNSIGNED NULL COMMENT 'rejection reason',
	state ENUM('running', 'done', 'stopped') NOT NULL DEFAULT 'running',
	total INT UNSIGNED NOT NULL DEFAULT 0,
	done INT UNSIGNED NOT NULL DEFAULT 0,
	failed INT UNSIGNED NOT NULL DEFAULT 0,
	error_code VARCHAR(48) NOT NULL DEFAULT '' COMMENT 'what stopped it',
	error_message VARCHAR(500) NOT NULL DEFAULT '',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	finished_at DATETIME(3) NULL,
	KEY (state),
	FOREIGN KEY (job_id) REFERENCES import_job (id) ON DELETE CASCADE
);

CREATE TABLE import_undo_item (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	job_id BIGINT UNSIGNED NOT NULL,
	item_id BIGINT UNSIGNED NOT NULL COMMENT 'import_item.id',
	transfer_id BIGINT UNSIGNED NOT NULL,
	applicant_id BIGINT UNSIGNED NOT NULL,
	state ENUM('ready', 'working', 'done', 'failed') NOT NULL DEFAULT 'ready',
	attempts TINYINT UNSIGNED NOT NULL DEFAULT 0,
	run_after DATETIME(3) NOT NULL DEFAULT '2000-01-01 00:00:00',
	lease CHAR(16) CHARACTER SET ascii NULL,
	lease_until DATETIME(3) NULL,
	error_code VARCHAR(48) NOT NULL DEFAULT '',
	error_message VARCHAR(500) NOT NULL DEFAULT '',
	finished_at DATETIME(3) NULL,
	UNIQUE KEY (job_id, item_id),
	KEY claim (state, run_after, id),
	KEY by_state (job_id, state),
	FOREIGN KEY (job_id) REFERENCES import_undo (job_id) ON DELETE CASCADE
);
