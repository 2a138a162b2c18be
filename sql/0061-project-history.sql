-- The history of projects and of their members, kept like that of tasks; the version that a change of a project began from.
CREATE TABLE IF NOT EXISTS project_history (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	project_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NULL,
	via ENUM('page', 'api', 'bot', 'import', 'service') NOT NULL,
	action VARCHAR(30) CHARACTER SET ascii NOT NULL COMMENT 'create, change, delete, member.add, ...',
	before_data JSON NOT NULL DEFAULT '{}' COMMENT 'of what changed alone',
	after_data JSON NOT NULL DEFAULT '{}',
	address VARCHAR(45) NOT NULL DEFAULT '',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	KEY newest (project_id, id),
	KEY by_company (company_id, id)
);
ALTER TABLE project ADD COLUMN IF NOT EXISTS version INT UNSIGNED NOT NULL DEFAULT 1;
