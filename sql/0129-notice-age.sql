-- Notices that are too old go company by company, too.
ALTER TABLE notice ADD KEY IF NOT EXISTS oldest_of (company_id, created_at);
