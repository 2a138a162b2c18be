-- Links of the team's tasks whose title is still to be asked of Huntflow, as the person who named them.
CREATE TABLE IF NOT EXISTS task_link_wait (
	task_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	since DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	FOREIGN KEY (task_id) REFERENCES task (id) ON DELETE CASCADE,
	FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
);
