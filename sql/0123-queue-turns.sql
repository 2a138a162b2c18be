-- Whose turn it is: at each queue the company that was served longest ago goes first, found by an index.
CREATE TABLE IF NOT EXISTS queue_turn (
	queue VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	id BIGINT UNSIGNED NOT NULL COMMENT 'the company; where the queue says so, a bot, a person, a webhook',
	served_at DATETIME(6) NOT NULL,
	PRIMARY KEY (queue, id),
	KEY (served_at)
);
ALTER TABLE outbox ADD KEY IF NOT EXISTS by_turn (channel, state, company_id, due_at, id);
ALTER TABLE inbox_item ADD KEY IF NOT EXISTS by_turn (arrival, company_id, due_at);
ALTER TABLE inbox_item ADD KEY IF NOT EXISTS unread_of (unread, company_id, id);
ALTER TABLE telegram_update ADD KEY IF NOT EXISTS by_turn (bot_id, state, run_after, id);
ALTER TABLE transfer ADD KEY IF NOT EXISTS looked_of (look_at, company_id);
ALTER TABLE transfer_mark ADD COLUMN IF NOT EXISTS company_id BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0: of a program that did not say it' AFTER id;
ALTER TABLE transfer_mark ADD KEY IF NOT EXISTS by_turn (company_id, state, due_at);
ALTER TABLE candidate_erasure ADD KEY IF NOT EXISTS by_turn (company_id, state, due_at, id);
ALTER TABLE contact_change ADD KEY IF NOT EXISTS by_turn (company_id, id);
ALTER TABLE reminder ADD KEY IF NOT EXISTS due_of (sent_at, at, company_id);
ALTER TABLE reminder ADD KEY IF NOT EXISTS by_turn (company_id, sent_at, at);
ALTER TABLE notice ADD KEY IF NOT EXISTS by_turn (company_id, state, id);
ALTER TABLE live_post ADD KEY IF NOT EXISTS by_turn (company_id, id);
ALTER TABLE auto_reply_queue ADD COLUMN IF NOT EXISTS company_id BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0: of a program that did not say it';
ALTER TABLE auto_reply_queue ADD KEY IF NOT EXISTS by_turn (company_id, task);
ALTER TABLE import_undo_item ADD KEY IF NOT EXISTS by_turn (job_id, state, run_after, id);
