-- The team's own work: clients, projects and their members, tasks and what hangs on them.
CREATE TABLE IF NOT EXISTS client (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	name VARCHAR(200) NOT NULL,
	created_by BIGINT UNSIGNED NOT NULL,
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	UNIQUE KEY (company_id, name),
	FOREIGN KEY (company_id) REFERENCES company (id)
);

CREATE TABLE IF NOT EXISTS project (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	name VARCHAR(200) NOT NULL,
	description MEDIUMTEXT NOT NULL COMMENT 'Markdown',
	source VARCHAR(20) NOT NULL DEFAULT 'own' COMMENT 'own, bitrix24',
	external_id VARCHAR(64) NULL,
	client_id BIGINT UNSIGNED NULL,
	status ENUM('planned', 'active', 'paused', 'done', 'archived') NOT NULL DEFAULT 'active',
	deadline DATETIME(3) NULL,
	created_by BIGINT UNSIGNED NOT NULL,
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
	KEY by_name (company_id, name, id),
	KEY (client_id),
	UNIQUE KEY (company_id, source, external_id),
	FOREIGN KEY (company_id) REFERENCES company (id),
	FOREIGN KEY (client_id) REFERENCES client (id)
);

CREATE TABLE IF NOT EXISTS project_member (
	project_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	company_id BIGINT UNSIGNED NOT NULL,
	role ENUM('viewer', 'executor', 'manager') NOT NULL DEFAULT 'executor' COMMENT 'rising',
	is_active BOOLEAN NOT NULL DEFAULT TRUE,
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	PRIMARY KEY (project_id, user_id),
	KEY seen (user_id, is_active, project_id),
	FOREIGN KEY (project_id) REFERENCES project (id) ON DELETE CASCADE,
	FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS task (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	list_id BIGINT UNSIGNED NULL COMMENT 'its project; NULL: a personal one',
	title VARCHAR(500) NOT NULL,
	description MEDIUMTEXT NOT NULL COMMENT 'Markdown',
	status ENUM('todo', 'in_progress', 'review', 'done', 'cancelled') NOT NULL DEFAULT 'todo',
	status_before ENUM('todo', 'in_progress', 'review', 'done', 'cancelled') NOT NULL DEFAULT 'todo'
		COMMENT 'before it was done',
	priority TINYINT UNSIGNED NOT NULL DEFAULT 2 COMMENT '1 low, 2 normal, 3 high, 4 urgent',
	due_date DATETIME(3) NULL,
	assigned_to BIGINT UNSIGNED NULL,
	created_by BIGINT UNSIGNED NOT NULL,
	position VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'one order for the whole company',
	version INT UNSIGNED NOT NULL DEFAULT 1,
	source VARCHAR(20) NOT NULL DEFAULT 'own' COMMENT 'own, bitrix24',
	external_id VARCHAR(64) NULL,
	link_kind ENUM('applicant', 'candidate', 'clickup_task', 'vacancy') NULL,
	link_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL,
	link_title VARCHAR(500) NOT NULL DEFAULT '' COMMENT 'as it was when it was linked',
	link_href VARCHAR(300) NOT NULL DEFAULT '' COMMENT 'of the page that shows it',
	tags JSON NOT NULL DEFAULT '[]' COMMENT 'also in task_tag',
	checklist JSON NOT NULL DEFAULT '[]' COMMENT '[{text, done}]',
	comments INT UNSIGNED NOT NULL DEFAULT 0,
	files INT UNSIGNED NOT NULL DEFAULT 0,
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	completed_at DATETIME(3) NULL,
	deleted_at DATETIME(3) NULL COMMENT 'in the bin since',
	deleted_by BIGINT UNSIGNED NULL,
	due_first DATETIME(3) AS (IFNULL(due_date, TIMESTAMP'9999-12-31 00:00:00')) STORED COMMENT 'none last: to sort up by',
	due_last DATETIME(3) AS (IFNULL(due_date, TIMESTAMP'1000-01-01 00:00:00')) STORED COMMENT 'none last: to sort down by',
	title_sort VARCHAR(60) AS (LEFT(title, 60)) STORED,
	UNIQUE KEY by_position (company_id, position),
	KEY by_updated (company_id, updated_at, id),
	KEY by_created (company_id, created_at, id),
	KEY by_due_first (company_id, due_first, id),
	KEY by_due_last (company_id, due_last, id),
	KEY by_priority (company_id, priority, id),
	KEY by_title (company_id, title_sort, id),
	KEY by_completed (company_id, completed_at),
	KEY by_list (list_id, deleted_at, status, position),
	KEY by_assigned (assigned_to, status, due_first),
	KEY by_creator (created_by, id),
	KEY by_link (company_id, link_kind, link_id),
	KEY bin (deleted_at),
	UNIQUE KEY (company_id, source, external_id),
	FOREIGN KEY (company_id) REFERENCES company (id),
	FOREIGN KEY (list_id) REFERENCES project (id)
);

-- What a task is found by, apart: a move of a task leaves its words alone.
CREATE TABLE IF NOT EXISTS task_word (
	task_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	words MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
		COMMENT 'each behind the company''s number: 17zjava',
	FULLTEXT KEY (words),
	FOREIGN KEY (task_id) REFERENCES task (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS task_tag (
	company_id BIGINT UNSIGNED NOT NULL,
	name VARCHAR(50) NOT NULL,
	task_id BIGINT UNSIGNED NOT NULL,
	PRIMARY KEY (company_id, name, task_id),
	KEY (task_id),
	FOREIGN KEY (task_id) REFERENCES task (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS task_watcher (
	task_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	company_id BIGINT UNSIGNED NOT NULL,
	PRIMARY KEY (task_id, user_id),
	KEY seen (user_id, task_id),
	FOREIGN KEY (task_id) REFERENCES task (id) ON DELETE CASCADE,
	FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
);

-- The history of tasks: rows are added, never changed.
CREATE TABLE IF NOT EXISTS task_history (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	task_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NULL,
	via ENUM('page', 'api', 'bot', 'import', 'service') NOT NULL,
	action VARCHAR(30) CHARACTER SET ascii NOT NULL COMMENT 'create, change, move, comment.add, ...',
	before_data JSON NOT NULL DEFAULT '{}' COMMENT 'of what changed alone',
	after_data JSON NOT NULL DEFAULT '{}',
	address VARCHAR(45) NOT NULL DEFAULT '',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	KEY newest (task_id, id),
	KEY by_company (company_id, id)
);
