-- Hours of the whole company that are over, summed up once: a chart of a month reads these. tick
-- adds to them; what they do not hold yet is read from call_hour.
CREATE TABLE call_past (
	company_id BIGINT UNSIGNED NOT NULL,
	provider VARCHAR(20) NOT NULL,
	hour DATETIME NOT NULL,
	log_type ENUM('GET', 'POST', 'PATCH', 'DELETE', 'ERROR') NOT NULL,
	calls INT UNSIGNED NOT NULL,
	b0 INT UNSIGNED NOT NULL, b1 INT UNSIGNED NOT NULL, b2 INT UNSIGNED NOT NULL, b3 INT UNSIGNED NOT NULL,
	b4 INT UNSIGNED NOT NULL, b5 INT UNSIGNED NOT NULL, b6 INT UNSIGNED NOT NULL, b7 INT UNSIGNED NOT NULL,
	b8 INT UNSIGNED NOT NULL, b9 INT UNSIGNED NOT NULL, b10 INT UNSIGNED NOT NULL, b11 INT UNSIGNED NOT NULL,
	b12 INT UNSIGNED NOT NULL, b13 INT UNSIGNED NOT NULL, b14 INT UNSIGNED NOT NULL, b15 INT UNSIGNED NOT NULL,
	PRIMARY KEY (company_id, hour, provider, log_type),
	KEY (hour)
);

ALTER TABLE call_hour ADD KEY by_user (company_id, user_id, hour);
