-- Who has which e-mail, phone or profile link: candidates, tasks of ClickUp, transfers, applicants of Huntflow. What is
-- known of a person elsewhere is found by these, by key.
CREATE TABLE IF NOT EXISTS contact (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	kind CHAR(1) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'e-mail, phone, link',
	value VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	owner ENUM('candidate', 'task', 'transfer', 'applicant') NOT NULL,
	ref BIGINT UNSIGNED NOT NULL COMMENT 'id of candidate, clickup_task, transfer, huntflow_person',
	UNIQUE KEY of_owner (owner, ref, kind, value),
	KEY by_value (company_id, kind, value, owner, ref)
);

-- Contacts that came, went, or whose owner is otherwise now, until candidates heard of it.
CREATE TABLE IF NOT EXISTS contact_change (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	kind CHAR(1) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	value VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
);

-- Applicants of Huntflow that were read or heard of.
CREATE TABLE IF NOT EXISTS huntflow_person (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	environment ENUM('PROD', 'SANDBOX') NOT NULL,
	account_id BIGINT UNSIGNED NOT NULL,
	applicant_id BIGINT UNSIGNED NOT NULL,
	rejected TINYINT NOT NULL DEFAULT 0 COMMENT 'the newest stage is a refusal',
	seen_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	UNIQUE KEY by_applicant (company_id, environment, account_id, applicant_id)
);

ALTER TABLE clickup_task
	ADD COLUMN IF NOT EXISTS contact_due TINYINT NOT NULL DEFAULT 1 COMMENT 'its texts are to be read for contacts',
	ADD KEY IF NOT EXISTS contact_due (contact_due, id);
ALTER TABLE transfer
	ADD COLUMN IF NOT EXISTS contact_due TINYINT NOT NULL DEFAULT 1 COMMENT 'what was sent is to be read for contacts',
	ADD KEY IF NOT EXISTS contact_due (contact_due, id);

INSERT IGNORE INTO contact (company_id, kind, value, owner, ref)
	SELECT k.company_id, k.kind, k.value, 'candidate', IFNULL(c.joined_to, c.id) FROM candidate_contact k
	JOIN candidate c ON c.id = k.candidate_id WHERE k.kind IN ('e', 'p', 'l');
ALTER TABLE transfer
	DROP KEY IF EXISTS by_email,
	DROP COLUMN IF EXISTS email;
