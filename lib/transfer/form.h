/* form: what a person asks for who sends one task to Huntflow. */
#ifndef TRANSFER_FORM_H
#define TRANSFER_FORM_H

#include <jansson.h>
#include <stdint.h>

struct err;
struct transfer_ask;

/*
 * {account_id, vacancy_id?, status_id?, options?: ["name_only", "no_parse"], first_name?,
 * last_name?, middle_name?, duplicate?, applicant_id?, resend?}. ask: zeroed before; borrows from
 * body; the task is left to the caller. ERR_INPUT.
 */
int	transfer_form_read(const json_t *body, struct transfer_ask *ask,
	    int64_t *account_id, struct err *);

/* What is kept of it with the task's row, to go on without the person; import_id 0: none. */
json_t	*transfer_form_keep(const struct transfer_ask *, int64_t import_id);
/* The same back; borrows from kept. */
void	 transfer_form_kept(const json_t *kept, struct transfer_ask *ask);

#endif
