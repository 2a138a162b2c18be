-- The code of a stored key that does not open belongs to io: those that were stored follow.
UPDATE connection SET status_code = 'io.secret_key' WHERE status_code = 'service.secret_key';
UPDATE webhook SET status_code = 'io.secret_key' WHERE status_code = 'service.secret_key';
UPDATE sync_run SET error_code = 'io.secret_key' WHERE error_code = 'service.secret_key';
UPDATE transfer SET error_code = 'io.secret_key' WHERE error_code = 'service.secret_key';
UPDATE import_job SET error_code = 'io.secret_key' WHERE error_code = 'service.secret_key';
UPDATE import_item SET error_code = 'io.secret_key' WHERE error_code = 'service.secret_key';
UPDATE import_undo SET error_code = 'io.secret_key' WHERE error_code = 'service.secret_key';
UPDATE import_undo_item SET error_code = 'io.secret_key' WHERE error_code = 'service.secret_key';
UPDATE auto_reply_log SET error_code = 'io.secret_key' WHERE error_code = 'service.secret_key';
