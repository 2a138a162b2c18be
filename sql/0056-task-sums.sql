-- How many tasks the team has by project, assignee and status, and which are late, without counting.
CREATE TABLE IF NOT EXISTS task_sum (
	company_id BIGINT UNSIGNED NOT NULL,
	list_id BIGINT UNSIGNED NOT NULL COMMENT '0: personal ones',
	assigned_to BIGINT UNSIGNED NOT NULL COMMENT '0: nobody',
	status ENUM('todo', 'in_progress', 'review', 'done', 'cancelled') NOT NULL,
	n BIGINT NOT NULL,
	PRIMARY KEY (company_id, list_id, assigned_to, status)
);
-- Changes of these sums that are not put together yet.
CREATE TABLE IF NOT EXISTS task_sum_change (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	list_id BIGINT UNSIGNED NOT NULL,
	assigned_to BIGINT UNSIGNED NOT NULL,
	status ENUM('todo', 'in_progress', 'review', 'done', 'cancelled') NOT NULL,
	n INT NOT NULL,
	KEY (company_id)
);
ALTER TABLE task ADD COLUMN IF NOT EXISTS is_open BOOLEAN
	AS (deleted_at IS NULL AND status NOT IN ('done', 'cancelled')) STORED AFTER deleted_by;
ALTER TABLE task ADD KEY IF NOT EXISTS by_open (company_id, is_open, due_first, assigned_to);
ALTER TABLE task DROP KEY IF EXISTS by_completed;
ALTER TABLE task ADD KEY IF NOT EXISTS by_completed_live (company_id, completed_at, deleted_at);
INSERT INTO task_sum (company_id, list_id, assigned_to, status, n)
	SELECT company_id, IFNULL(list_id, 0), IFNULL(assigned_to, 0), status, COUNT(*) FROM task
	WHERE deleted_at IS NULL GROUP BY 1, 2, 3, 4;
