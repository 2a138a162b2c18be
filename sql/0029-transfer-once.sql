-- One applicant a task and organisation, whoever of the company sends it; an unsure one is looked for.
ALTER TABLE transfer
	ADD COLUMN IF NOT EXISTS environment ENUM('PROD', 'SANDBOX') NOT NULL DEFAULT 'PROD' AFTER connection_id,
	ADD COLUMN IF NOT EXISTS overruled BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0; own id of a row that an earlier release made beside another of the same task',
	ADD COLUMN IF NOT EXISTS ask JSON NULL COMMENT 'vacancy, stage and options, to go on without the person',
	ADD COLUMN IF NOT EXISTS files JSON NULL COMMENT 'what was uploaded, what the parser made of it, what could not be sent',
	ADD COLUMN IF NOT EXISTS likely JSON NULL COMMENT 'ids that an unsure one may be, for a person to choose from',
	ADD COLUMN IF NOT EXISTS lost INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'POSTs whose outcome nobody knew',
	ADD COLUMN IF NOT EXISTS looks INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'times it was looked for',
	ADD COLUMN IF NOT EXISTS look_at DATETIME(3) NULL COMMENT 'next time; done: to see whether a second one came',
	ADD COLUMN IF NOT EXISTS second_id BIGINT UNSIGNED NULL COMMENT 'a younger applicant with the same marker',
	MODIFY state ENUM('new', 'intent', 'created', 'done', 'unsure', 'removed') NOT NULL DEFAULT 'new'
		COMMENT 'intent: the POST is being sent; unsure: it may have been; created: applicant_id is known',
	MODIFY fields JSON NULL COMMENT 'what of the applicant is needed to know it again';
UPDATE transfer t JOIN connection c ON c.id = t.connection_id
	SET t.environment = c.environment, t.updated_at = t.updated_at;
UPDATE transfer SET state = 'removed', error_code = '', updated_at = updated_at
	WHERE state = 'new' AND error_code = 'removed';
UPDATE transfer t
	JOIN (SELECT id, ROW_NUMBER() OVER (PARTITION BY company_id, environment, account_id, task_id
			ORDER BY FIELD(state, 'done', 'created', 'intent', 'new', 'removed'), id) AS place FROM transfer) p
		ON p.id = t.id
	SET t.overruled = t.id, t.updated_at = t.updated_at WHERE p.place > 1;
ALTER TABLE transfer
	ADD UNIQUE KEY IF NOT EXISTS once (company_id, environment, account_id, task_id, overruled),
	ADD KEY IF NOT EXISTS in_company (company_id, task_id),
	ADD KEY IF NOT EXISTS by_applicant (company_id, environment, account_id, applicant_id),
	ADD KEY IF NOT EXISTS looked (look_at),
	ADD KEY IF NOT EXISTS leased (lease_until),
	DROP KEY IF EXISTS connection_id;
UPDATE clickup_task t JOIN transfer x ON x.id = t.transfer_id AND x.state = 'removed'
	SET t.transfer_id = NULL, t.updated_at = t.updated_at;
UPDATE clickup_task t
	JOIN user u ON u.id = t.user_id
	JOIN (SELECT company_id, task_id, MAX(id) AS id FROM transfer
			WHERE overruled = 0 AND state <> 'removed' GROUP BY company_id, task_id) x
		ON x.company_id = u.company_id AND x.task_id = t.task_id
	SET t.transfer_id = x.id, t.updated_at = t.updated_at
	WHERE t.transfer_id IS NULL OR t.transfer_id <> x.id;
ALTER TABLE import_item
	MODIFY state ENUM('ready', 'working', 'done', 'skipped', 'failed', 'cancelled', 'undone', 'unsure') NOT NULL DEFAULT 'ready';
ALTER TABLE import_job
	ADD COLUMN IF NOT EXISTS unsure_tasks INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'an answer was lost; they are looked for' AFTER skipped_tasks;
ALTER TABLE import_job ADD KEY IF NOT EXISTS unsure (unsure_tasks);
ALTER TABLE import_item MODIFY options SET('name_only', 'no_parse', 'resend') NOT NULL DEFAULT '' COMMENT 'chosen remedies';
ALTER TABLE import_undo ADD COLUMN IF NOT EXISTS run BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'tells it from an earlier one of the import' AFTER job_id;
