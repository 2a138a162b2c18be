-- What the dashboard counts of a person's calls is read from the index alone.
ALTER TABLE call_hour DROP KEY IF EXISTS by_user, ADD KEY by_user (company_id, user_id, hour, calls);
