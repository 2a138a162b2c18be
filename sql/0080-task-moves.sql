-- A move of a task changes its position alone: the tasks of a project are counted by an index without it.
ALTER TABLE task
	DROP KEY IF EXISTS by_list,
	ADD KEY IF NOT EXISTS by_project (list_id, deleted_at, status);
