-- A webhook is registered in one or more places of its service: a list, each organisation.
CREATE TABLE IF NOT EXISTS webhook_place (
	webhook_id BIGINT UNSIGNED NOT NULL,
	place VARCHAR(81) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'ClickUp: team/list; Huntflow: the organisation',
	remote_id VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'of the webhook there',
	state ENUM('missing', 'registered', 'removed') NOT NULL DEFAULT 'missing' COMMENT 'removed: by somebody at the service',
	PRIMARY KEY (webhook_id, place),
	FOREIGN KEY (webhook_id) REFERENCES webhook (id) ON DELETE CASCADE
);
INSERT IGNORE INTO webhook_place (webhook_id, place, remote_id, state)
	SELECT id, CONCAT(team_id, '/', list_id), remote_id, 'registered' FROM webhook
	WHERE provider = 'clickup' AND remote_id <> '';
INSERT IGNORE INTO webhook_place (webhook_id, place, remote_id, state)
	SELECT webhook_id, account_id, remote_id, 'registered' FROM webhook_account;
DROP TABLE webhook_account;
ALTER TABLE webhook DROP COLUMN remote_id, DROP COLUMN team_id, DROP COLUMN list_id;
-- The codes of a webhook's state are the machine's, not the service's.
UPDATE webhook SET status_code = REPLACE(REPLACE(status_code, 'clickup.webhook_', 'webhook.'), 'huntflow.webhook_', 'webhook.')
	WHERE status_code LIKE '%.webhook\_%';
