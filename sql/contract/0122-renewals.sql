-- A token of Bitrix24 is renewed under a lock: the lease of the release before goes.
-- Breaks older programs.
ALTER TABLE integration_account DROP COLUMN IF EXISTS renew_lease, DROP COLUMN IF EXISTS renew_until;
