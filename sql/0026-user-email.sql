-- One e-mail address is one person, over all companies: sign-in asks for the address alone. Of some
-- that were made at the same moment the one stays that could sign in.
UPDATE user u JOIN (
	SELECT d.id FROM user d JOIN user k ON k.email = d.email AND k.id <> d.id
	WHERE k.active > d.active OR (k.active = d.active AND k.id < d.id)
) later ON later.id = u.id
SET u.active = FALSE, u.email = LEFT(CONCAT('double-', u.id, '-', u.email), 254);
ALTER TABLE user DROP KEY email, ADD UNIQUE KEY email (email);
