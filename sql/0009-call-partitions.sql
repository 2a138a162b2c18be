-- The call log by months: an old one is dropped, not deleted row by row; and sums that are written
-- with every call, so that figures and charts never read the log itself. tick cuts the months.
ALTER TABLE api_call
	ADD COLUMN answer SMALLINT NOT NULL DEFAULT 0 COMMENT 'status_code, 0: none; to sort by',
	DROP KEY by_user,
	DROP KEY by_type,
	DROP KEY by_time,
	ADD KEY by_user (company_id, user_id, id, provider, log_type, answer),
	ADD KEY by_type (company_id, log_type, id, provider),
	ADD KEY by_provider (company_id, provider, id),
	ADD KEY by_answer (company_id, provider, answer, id),
	ADD KEY by_user_answer (company_id, user_id, provider, answer, id);

UPDATE api_call SET answer = IFNULL(status_code, 0);

-- The first month holds what there is so far.
EXECUTE IMMEDIATE CONCAT('ALTER TABLE api_call PARTITION BY RANGE COLUMNS (created_at) (',
	'PARTITION ', DATE_FORMAT(NOW(), 'p%Y%m'),
	' VALUES LESS THAN (''', DATE_FORMAT(NOW() + INTERVAL 1 MONTH, '%Y-%m-01'), '''), ',
	'PARTITION later VALUES LESS THAN (MAXVALUE))');

-- b0 .. b15: calls by how long they took, up to 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750,
-- 1000, 2000, 5000, 10000 ms, and longer. user_id 0: nobody's.
CREATE TABLE call_hour (
	company_id BIGINT UNSIGNED NOT NULL,
	provider VARCHAR(20) NOT NULL,
	hour DATETIME NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	log_type ENUM('GET', 'POST', 'PATCH', 'DELETE', 'ERROR') NOT NULL,
	calls INT UNSIGNED NOT NULL DEFAULT 0,
	b0 INT UNSIGNED NOT NULL DEFAULT 0, b1 INT UNSIGNED NOT NULL DEFAULT 0, b2 INT UNSIGNED NOT NULL DEFAULT 0, b3 INT UNSIGNED NOT NULL DEFAULT 0,
	b4 INT UNSIGNED NOT NULL DEFAULT 0, b5 INT UNSIGNED NOT NULL DEFAULT 0, b6 INT UNSIGNED NOT NULL DEFAULT 0, b7 INT UNSIGNED NOT NULL DEFAULT 0,
	b8 INT UNSIGNED NOT NULL DEFAULT 0, b9 INT UNSIGNED NOT NULL DEFAULT 0, b10 INT UNSIGNED NOT NULL DEFAULT 0, b11 INT UNSIGNED NOT NULL DEFAULT 0,
	b12 INT UNSIGNED NOT NULL DEFAULT 0, b13 INT UNSIGNED NOT NULL DEFAULT 0, b14 INT UNSIGNED NOT NULL DEFAULT 0, b15 INT UNSIGNED NOT NULL DEFAULT 0,
	PRIMARY KEY (company_id, hour, provider, user_id, log_type),
	KEY (hour)
);

CREATE TABLE call_day (
	company_id BIGINT UNSIGNED NOT NULL,
	provider VARCHAR(20) NOT NULL,
	day DATE NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	method VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	template VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '/accounts/{id}/vacancies',
	calls INT UNSIGNED NOT NULL DEFAULT 0,
	errors INT UNSIGNED NOT NULL DEFAULT 0,
	b0 INT UNSIGNED NOT NULL DEFAULT 0, b1 INT UNSIGNED NOT NULL DEFAULT 0, b2 INT UNSIGNED NOT NULL DEFAULT 0, b3 INT UNSIGNED NOT NULL DEFAULT 0,
	b4 INT UNSIGNED NOT NULL DEFAULT 0, b5 INT UNSIGNED NOT NULL DEFAULT 0, b6 INT UNSIGNED NOT NULL DEFAULT 0, b7 INT UNSIGNED NOT NULL DEFAULT 0,
	b8 INT UNSIGNED NOT NULL DEFAULT 0, b9 INT UNSIGNED NOT NULL DEFAULT 0, b10 INT UNSIGNED NOT NULL DEFAULT 0, b11 INT UNSIGNED NOT NULL DEFAULT 0,
	b12 INT UNSIGNED NOT NULL DEFAULT 0, b13 INT UNSIGNED NOT NULL DEFAULT 0, b14 INT UNSIGNED NOT NULL DEFAULT 0, b15 INT UNSIGNED NOT NULL DEFAULT 0,
	PRIMARY KEY (company_id, day, provider, user_id, method, template),
	KEY (day)
);

CREATE TABLE call_month (
	company_id BIGINT UNSIGNED NOT NULL,
	provider VARCHAR(20) NOT NULL,
	month DATE NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	log_type ENUM('GET', 'POST', 'PATCH', 'DELETE', 'ERROR') NOT NULL,
	calls BIGINT UNSIGNED NOT NULL DEFAULT 0,
	good BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'answered 200 to 299',
	PRIMARY KEY (company_id, provider, month, user_id, log_type),
	KEY (month)
);

-- What was recorded before there were sums; how long the single ones took is not told apart.
INSERT INTO call_month (company_id, provider, month, user_id, log_type, calls, good)
	SELECT company_id, provider, DATE_FORMAT(created_at, '%Y-%m-01'), IFNULL(user_id, 0), log_type, COUNT(*),
	    SUM(answer BETWEEN 200 AND 299)
	FROM api_call GROUP BY 1, 2, 3, 4, 5;
INSERT INTO call_hour (company_id, provider, hour, user_id, log_type, calls, b8)
	SELECT company_id, provider, DATE_FORMAT(created_at, '%Y-%m-%d %H:00:00'), IFNULL(user_id, 0), log_type, COUNT(*),
	    COUNT(*)
	FROM api_call GROUP BY 1, 2, 3, 4, 5;
