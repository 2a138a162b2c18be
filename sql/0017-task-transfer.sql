-- A task knows its newest transfer, and its owner: a list or a task is read without looking for either.
ALTER TABLE clickup_task
	ADD COLUMN transfer_id BIGINT UNSIGNED NULL COMMENT 'the newest; NULL: none was begun' AFTER content_hash,
	ADD UNIQUE KEY by_owner (user_id, task_id);
UPDATE clickup_task t
	JOIN (SELECT user_id, task_id, MAX(id) AS id FROM transfer GROUP BY user_id, task_id) x
		ON x.user_id = t.user_id AND x.task_id = t.task_id
	SET t.transfer_id = x.id, t.updated_at = t.updated_at;
