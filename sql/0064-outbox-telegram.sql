-- The outbox sends by Telegram, too: one message of a chat after the other, and none twice. What the bots answer.
ALTER TABLE outbox ADD COLUMN IF NOT EXISTS lane BIGINT NOT NULL DEFAULT 0 COMMENT 'those of one lane go one after the other: a chat; 0: of none' AFTER channel;
ALTER TABLE outbox ADD COLUMN IF NOT EXISTS began_at DATETIME(3) NULL COMMENT 'it was going out then; how that ended is noted after it' AFTER lease_until;
ALTER TABLE outbox ADD KEY IF NOT EXISTS due_by (channel, state, due_at, id);
ALTER TABLE outbox ADD KEY IF NOT EXISTS of_lane (lane, state, sent_at);
CREATE TABLE telegram_message (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	bot_id BIGINT UNSIGNED NOT NULL,
	chat_id BIGINT NOT NULL,
	message_id BIGINT NOT NULL DEFAULT 0 COMMENT 'at Telegram; 0: not sent yet',
	method VARCHAR(32) CHARACTER SET ascii NOT NULL DEFAULT '' COMMENT 'empty: nothing is sent by this row any more',
	params MEDIUMTEXT NOT NULL DEFAULT '' COMMENT 'JSON',
	about VARCHAR(40) CHARACTER SET ascii NOT NULL DEFAULT '' COMMENT 'what it shows: task:5',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	KEY of_chat (bot_id, chat_id, message_id),
	KEY (created_at),
	FOREIGN KEY (bot_id) REFERENCES telegram_bot (id) ON DELETE CASCADE
);
