-- Erasures go on behind the request; people of deleted integrations go; moves in Huntflow are lines of a timeline.

-- What others of the house say of one who was erased goes in parts: how far that has come.
CREATE TABLE IF NOT EXISTS candidate_erasure (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	candidate_id BIGINT UNSIGNED NOT NULL COMMENT 'of whom nothing but this number is left',
	user_id BIGINT UNSIGNED NULL COMMENT 'who asked; NULL: the time to be kept was over',
	via ENUM('page', 'api', 'bot', 'import', 'service') NOT NULL,
	state ENUM('waiting', 'running', 'done', 'failed') NOT NULL DEFAULT 'waiting',
	words MEDIUMTEXT NULL COMMENT 'JSON: by what a text tells of the person; NULL when nothing is left to be found',
	persons JSON NOT NULL COMMENT 'ids of the records that were one person',
	places JSON NOT NULL DEFAULT '{}' COMMENT 'of each kind of text: up to which id it is gone through',
	done INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'kinds of texts, then persons',
	total INT UNSIGNED NOT NULL,
	tries INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'that failed',
	due_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	error_code VARCHAR(48) CHARACTER SET ascii NOT NULL DEFAULT '',
	error_text VARCHAR(600) NOT NULL DEFAULT '',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	started_at DATETIME(3) NULL,
	finished_at DATETIME(3) NULL,
	UNIQUE KEY (candidate_id),
	KEY by_company (company_id, created_at, id, state),
	KEY by_state (company_id, state, created_at, id),
	KEY due (state, due_at, id),
	FOREIGN KEY (company_id) REFERENCES company (id)
);

-- People whose integration was deleted with them go; unlike those who asked for it, they may be found anew.
ALTER TABLE candidate ADD COLUMN IF NOT EXISTS left_at DATETIME(3) NULL
	COMMENT 'goes soon: nobody but an integration that was deleted knew them' AFTER retain_until,
	ADD KEY IF NOT EXISTS leaves (left_at);

-- Moves of applicants between stages, as Huntflow's logs tell of them: lines of a candidate's timeline.
CREATE TABLE IF NOT EXISTS huntflow_stage (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	person_id BIGINT UNSIGNED NOT NULL,
	log_id BIGINT UNSIGNED NOT NULL COMMENT 'of the entry there',
	vacancy_id BIGINT UNSIGNED NOT NULL COMMENT '0: of none',
	vacancy VARCHAR(255) NOT NULL DEFAULT '',
	status VARCHAR(255) NOT NULL COMMENT 'the stage that it came to',
	author VARCHAR(255) NOT NULL DEFAULT '',
	at DATETIME(3) NOT NULL,
	UNIQUE KEY by_log (person_id, log_id),
	KEY by_vacancy (person_id, vacancy_id, at, id, status),
	FOREIGN KEY (person_id) REFERENCES huntflow_person (id) ON DELETE CASCADE
);
