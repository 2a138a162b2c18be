-- Answers by keyword: rules, the tasks that wait to be looked at, and each answer, once a task and rule.
CREATE TABLE auto_reply (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	company_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	name VARCHAR(100) NOT NULL,
	enabled BOOLEAN NOT NULL DEFAULT FALSE,
	keywords JSON NOT NULL DEFAULT '[]' COMMENT 'any of them; of each all words, by their beginnings',
	regex VARCHAR(500) NULL COMMENT 'or this',
	statuses JSON NOT NULL DEFAULT '[]' COMMENT 'none: all',
	lists JSON NOT NULL DEFAULT '[]',
	reply TEXT NOT NULL,
	notify_all BOOLEAN NOT NULL DEFAULT FALSE,
	tested_at DATETIME(3) NULL COMMENT 'as it is now; NULL: it may not be enabled',
	enabled_at DATETIME(3) NULL COMMENT 'tasks changed before are left alone',
	sent_count INT UNSIGNED NOT NULL DEFAULT 0,
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
	KEY (user_id, enabled),
	FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
);

CREATE TABLE auto_reply_queue (
	task BIGINT UNSIGNED NOT NULL PRIMARY KEY COMMENT 'clickup_task.id',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'goes up when it changes while it waits',
	FOREIGN KEY (task) REFERENCES clickup_task (id) ON DELETE CASCADE
);

CREATE TABLE auto_reply_log (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	rule_id BIGINT UNSIGNED NOT NULL,
	task_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	task_name VARCHAR(500) NOT NULL DEFAULT '',
	text TEXT NOT NULL COMMENT 'what is answered',
	marker CHAR(16) CHARACTER SET ascii NOT NULL COMMENT 'at its end: finds it after a lost answer',
	state ENUM('ready', 'intent', 'sent', 'failed', 'cancelled') NOT NULL DEFAULT 'ready'
		COMMENT 'intent: the POST may have been sent',
	attempts TINYINT UNSIGNED NOT NULL DEFAULT 0,
	run_after DATETIME(3) NOT NULL DEFAULT '2000-01-01 00:00:00',
	intent_at DATETIME(3) NULL,
	error_code VARCHAR(48) NOT NULL DEFAULT '',
	error_message VARCHAR(500) NOT NULL DEFAULT '',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	sent_at DATETIME(3) NULL,
	UNIQUE KEY (rule_id, task_id),
	KEY due (state, run_after),
	KEY newest (rule_id, id),
	FOREIGN KEY (rule_id) REFERENCES auto_reply (id) ON DELETE CASCADE
);
