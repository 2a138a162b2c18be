-- A bot's lists of commands at Telegram are set anew when a release has others.
ALTER TABLE telegram_bot ADD COLUMN IF NOT EXISTS commands_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'of the lists that Telegram has' AFTER secret_hash;
