-- What is to be read for contacts is found person by person, company by company: each has its turn.
ALTER TABLE clickup_task ADD KEY IF NOT EXISTS contact_turn (contact_due, user_id, id);
ALTER TABLE transfer ADD KEY IF NOT EXISTS contact_turn (contact_due, company_id, id);
