-- Who watches a task is read with its row.
-- Breaks older programs.
ALTER TABLE task ADD COLUMN IF NOT EXISTS watchers JSON NOT NULL DEFAULT '[]' COMMENT 'ids, rising; also in task_watcher';
UPDATE task t JOIN (SELECT task_id, CONCAT('[', GROUP_CONCAT(user_id ORDER BY user_id), ']') ids FROM task_watcher
	GROUP BY task_id) w ON w.task_id = t.id SET t.watchers = w.ids;
