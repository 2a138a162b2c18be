-- A rule answers so many tasks in an hour; the rest wait for their turn.
ALTER TABLE auto_reply ADD COLUMN hourly_limit SMALLINT UNSIGNED NOT NULL DEFAULT 60 AFTER notify_all;
ALTER TABLE auto_reply_log ADD KEY pace (rule_id, intent_at);
