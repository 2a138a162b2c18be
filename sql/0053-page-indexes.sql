-- Items of an import in the order of their page; sync runs summed up by day in the index.
ALTER TABLE import_item
	ADD KEY IF NOT EXISTS by_job (job_id, id),
	ADD KEY IF NOT EXISTS by_state (job_id, state, id);
ALTER TABLE sync_run
	DROP KEY IF EXISTS by_time,
	ADD KEY IF NOT EXISTS by_day (user_id, created_at, state, status, tasks_created, tasks_updated, tasks_deleted, sync_duration);
