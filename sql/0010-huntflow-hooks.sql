-- Webhooks of Huntflow: one address a connection, registered in each of its organisations.
CREATE TABLE webhook_account (
	webhook_id BIGINT UNSIGNED NOT NULL,
	account_id BIGINT UNSIGNED NOT NULL COMMENT 'the organisation',
	remote_id BIGINT UNSIGNED NOT NULL COMMENT 'of the webhook there',
	PRIMARY KEY (webhook_id, account_id),
	FOREIGN KEY (webhook_id) REFERENCES webhook (id) ON DELETE CASCADE
);
INSERT INTO inbound_watch (provider, until_at) VALUES ('huntflow', '2000-01-01');
-- The tasks behind an applicant are shown with it.
ALTER TABLE transfer ADD KEY by_applicant (connection_id, applicant_id);
