-- Two applicants that look like one and are different people: a person of the company said so.
CREATE TABLE distinct_pair (
	company_id BIGINT UNSIGNED NOT NULL,
	environment ENUM('PROD', 'SANDBOX') NOT NULL,
	account_id BIGINT UNSIGNED NOT NULL COMMENT 'the organisation in Huntflow',
	applicant_id BIGINT UNSIGNED NOT NULL,
	other_id BIGINT UNSIGNED NOT NULL COMMENT 'each pair stands here twice, from either side',
	user_id BIGINT UNSIGNED NOT NULL COMMENT 'who said it',
	created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	PRIMARY KEY (company_id, environment, account_id, applicant_id, other_id),
	FOREIGN KEY (company_id) REFERENCES company (id) ON DELETE CASCADE
);
