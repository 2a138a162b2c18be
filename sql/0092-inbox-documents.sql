-- A file in the inbox is a document: it is read, and a candidate is made of it.
-- Breaks older programs.
ALTER TABLE document
	ADD COLUMN IF NOT EXISTS inbox_item_id BIGINT UNSIGNED NULL COMMENT 'whose file it is, for as long as that is in the inbox',
	ADD UNIQUE KEY IF NOT EXISTS of_inbox (inbox_item_id);

ALTER TABLE inbox_item
	ADD COLUMN IF NOT EXISTS document_id BIGINT UNSIGNED NULL COMMENT 'its bytes, and what they say',
	ADD COLUMN IF NOT EXISTS unread BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'its document is not read yet, or nobody was told',
	ADD KEY IF NOT EXISTS unread (unread, id),
	ADD FOREIGN KEY IF NOT EXISTS inbox_document (document_id) REFERENCES document (id) ON DELETE CASCADE;

INSERT IGNORE INTO document (company_id, user_id, name, size, inbox_item_id, created_at)
	SELECT i.company_id, u.id, i.name, i.size, i.id, i.created_at FROM inbox_item i
	LEFT JOIN user u ON u.id = i.by_id WHERE i.kind = 'file' AND i.arrival = 'done';

INSERT IGNORE INTO document_part (document_id, part, data)
	SELECT d.id, p.part, p.data FROM inbox_file_part p JOIN document d ON d.inbox_item_id = p.item_id;

UPDATE inbox_item i JOIN document d ON d.inbox_item_id = i.id
	SET i.document_id = d.id, i.unread = i.state = 'new' WHERE i.document_id IS NULL;

DROP TABLE IF EXISTS inbox_file_part;
