-- When ClickUp was asked for what is stored of a task: of two readings the later one stays.
ALTER TABLE clickup_task
	ADD COLUMN read_at DATETIME(3) NOT NULL DEFAULT '2000-01-01 00:00:00' AFTER detailed_at;
