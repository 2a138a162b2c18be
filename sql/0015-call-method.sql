-- The log by method, and by method and status; what stands behind id is looked through in the
-- index, without the rows.
ALTER TABLE api_call
	DROP KEY by_user,
	DROP KEY by_answer,
	DROP KEY by_user_answer,
	ADD KEY by_user (company_id, user_id, id, provider, log_type, answer, method),
	ADD KEY by_answer (company_id, provider, answer, id, log_type),
	ADD KEY by_user_answer (company_id, user_id, provider, answer, id, log_type, method),
	ADD KEY by_method (company_id, provider, method, id, log_type),
	ADD KEY by_method_answer (company_id, provider, method, answer, id, log_type);
