-- Calls of the months that are over, summed up once: totals of the log are read from these and the present month.
CREATE TABLE IF NOT EXISTS call_ended (
	company_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	provider VARCHAR(20) NOT NULL,
	log_type ENUM('GET', 'POST', 'PATCH', 'DELETE', 'ERROR') NOT NULL,
	calls BIGINT UNSIGNED NOT NULL,
	good BIGINT UNSIGNED NOT NULL COMMENT 'answered 200 to 299',
	upto DATE NOT NULL COMMENT 'the last month that is in; the same in all rows',
	PRIMARY KEY (company_id, user_id, provider, log_type),
	KEY upto (upto)
);
ALTER TABLE call_month ADD KEY IF NOT EXISTS by_user (company_id, user_id, provider, month);
