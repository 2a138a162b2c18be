-- Who may have become an applicant by a request whose outcome nobody knows: no other row makes them one.
CREATE TABLE IF NOT EXISTS transfer_person (
	transfer_id BIGINT UNSIGNED NOT NULL,
	name_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'of an e-mail, the end of a phone number, a page',
	PRIMARY KEY (name_hash, transfer_id),
	KEY (transfer_id),
	FOREIGN KEY (transfer_id) REFERENCES transfer (id) ON DELETE CASCADE
);
