-- Sums by method and status, too: how many calls a filter finds is read from them, not counted.
TRUNCATE TABLE call_month;

ALTER TABLE call_month
	ADD COLUMN method VARCHAR(10) NOT NULL DEFAULT '' AFTER log_type,
	ADD COLUMN answer SMALLINT NOT NULL DEFAULT 0 COMMENT 'status_code, 0: none' AFTER method,
	DROP PRIMARY KEY,
	ADD PRIMARY KEY (company_id, provider, month, user_id, log_type, method, answer);

INSERT INTO call_month (company_id, provider, month, user_id, log_type, method, answer, calls, good)
	SELECT company_id, provider, DATE_FORMAT(created_at, '%Y-%m-01'), IFNULL(user_id, 0), log_type, method, answer,
	    COUNT(*), SUM(answer BETWEEN 200 AND 299)
	FROM api_call GROUP BY 1, 2, 3, 4, 5, 6, 7;
