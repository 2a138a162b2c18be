-- The team's tasks are found and counted by the index beside the database: what SQL needed for that goes.
-- Breaks older programs.
ALTER TABLE task
	DROP KEY IF EXISTS by_updated,
	DROP KEY IF EXISTS by_created,
	DROP KEY IF EXISTS by_due_first,
	DROP KEY IF EXISTS by_due_last,
	DROP KEY IF EXISTS by_priority,
	DROP KEY IF EXISTS by_title,
	DROP KEY IF EXISTS by_assigned,
	DROP KEY IF EXISTS by_creator,
	DROP KEY IF EXISTS by_link,
	DROP KEY IF EXISTS by_open,
	DROP KEY IF EXISTS by_status,
	DROP COLUMN IF EXISTS due_first,
	DROP COLUMN IF EXISTS due_last,
	DROP COLUMN IF EXISTS title_sort,
	DROP COLUMN IF EXISTS is_open;
DROP TABLE IF EXISTS task_word;
DROP TABLE IF EXISTS task_tag;
DROP TABLE IF EXISTS task_sum;
DROP TABLE IF EXISTS task_sum_change;
