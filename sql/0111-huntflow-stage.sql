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
