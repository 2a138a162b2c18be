-- When tick last looked at the clock: one that was set back is told by it, and deadlines follow.
CREATE TABLE clock_seen (
	id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
	seen_at DATETIME(3) NOT NULL
);
INSERT INTO clock_seen (id, seen_at) VALUES (1, '2000-01-01');
