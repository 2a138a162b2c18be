-- One queue for the deliveries of all services, watched by one process that has a name.
ALTER TABLE inbound_watch
	ADD COLUMN IF NOT EXISTS holder CHAR(16) CHARACTER SET ascii NOT NULL DEFAULT '' COMMENT 'empty: whoever is started';
INSERT IGNORE INTO inbound_watch (provider, until_at) VALUES ('*', '2000-01-01');
DELETE FROM inbound_watch WHERE provider <> '*';
-- A delivery that is old when it comes, or waits for long, is believed less.
ALTER TABLE inbound_event
	ADD COLUMN IF NOT EXISTS sent_at DATETIME(3) NULL COMMENT 'as the service says' AFTER received_at;
