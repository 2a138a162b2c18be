-- A candidate becomes a user, once; a user who was imported needs no e-mail.
ALTER TABLE user MODIFY email VARCHAR(254) NULL COMMENT 'NULL: a candidate without one, who cannot come in';
CREATE TABLE IF NOT EXISTS candidate_import (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	candidate_id BIGINT UNSIGNED NOT NULL,
	source_id BIGINT UNSIGNED NOT NULL COMMENT 'external_candidate_id',
	user_id BIGINT UNSIGNED NOT NULL COMMENT 'with the role candidate',
	imported_by BIGINT UNSIGNED NULL,
	import_notes TEXT NOT NULL,
	account_id BIGINT NULL COMMENT 'of Huntflow, where it is to go',
	vacancy_id BIGINT NULL,
	project_id BIGINT UNSIGNED NULL COMMENT 'where its task is to be',
	task_id BIGINT UNSIGNED NULL,
	task_at DATETIME(3) NULL COMMENT 'somebody is making the task since',
	invited_at DATETIME(3) NULL,
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	UNIQUE KEY (candidate_id),
	UNIQUE KEY (user_id),
	FOREIGN KEY (candidate_id) REFERENCES candidate (id) ON DELETE CASCADE
);
