-- A link in the inbox is read as a file is: its document is what was written with it.
INSERT IGNORE INTO document (company_id, user_id, name, size, inbox_item_id, created_at)
	SELECT i.company_id, u.id, i.name, LENGTH(i.url), i.id, i.created_at FROM inbox_item i
	LEFT JOIN user u ON u.id = i.by_id WHERE i.kind = 'link' AND i.document_id IS NULL;

INSERT IGNORE INTO document_part (document_id, part, data)
	SELECT d.id, 0, i.url FROM inbox_item i JOIN document d ON d.inbox_item_id = i.id WHERE i.kind = 'link';

UPDATE inbox_item i JOIN document d ON d.inbox_item_id = i.id
	SET i.document_id = d.id, i.unread = TRUE WHERE i.kind = 'link' AND i.document_id IS NULL;
