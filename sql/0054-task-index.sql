-- Tasks are found by the index beside the database: what SQL needed for that goes.
-- Breaks older programs.
ALTER TABLE clickup_task
	DROP KEY IF EXISTS search,
	DROP KEY IF EXISTS by_status,
	DROP KEY IF EXISTS by_name,
	DROP KEY IF EXISTS by_due_first,
	DROP KEY IF EXISTS by_due_last,
	DROP KEY IF EXISTS by_created,
	DROP KEY IF EXISTS by_priority,
	DROP KEY IF EXISTS by_cv,
	DROP COLUMN IF EXISTS words,
	DROP COLUMN IF EXISTS name_sort,
	DROP COLUMN IF EXISTS due_first,
	DROP COLUMN IF EXISTS due_last,
	DROP COLUMN IF EXISTS priority_sort,
	DROP COLUMN IF EXISTS priority_rank,
	ADD KEY IF NOT EXISTS by_id (connection_id, id);
DROP TABLE IF EXISTS clickup_task_mark;
DROP TABLE IF EXISTS clickup_words;
ALTER TABLE transfer ADD KEY IF NOT EXISTS by_state (company_id, state, task_id);
