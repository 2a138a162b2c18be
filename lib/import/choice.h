/* choice: what a person decided of single tasks of an import, having seen what it would do. */
#ifndef IMPORT_CHOICE_H
#define IMPORT_CHOICE_H

#include <jansson.h>
#include <stdint.h>

struct db;
struct err;
struct transfer_ask;

#define IMPORT_CHOICES_MAX	1000

/*
 * [{task_id, duplicate?, applicant_id?, first_name?, last_name?, middle_name?}]; duplicate: "skip"
 * (the task is not sent at all), "attach" (to applicant_id, else to the one who is found), "create"
 * (another applicant, whoever is found). ERR_INPUT with fields.
 */
int	import_choice_check(const json_t *choices, struct err *);
/* Into the items of a job that has not begun; one of a task that is not among them is left out. In
 * the caller's transaction. */
int	import_choice_keep(struct db *, int64_t job_id, const json_t *choices,
	    struct err *);
/* kept: of one item, NULL: none; ask borrows from it, and stays as it was where nothing was
 * chosen. */
void	import_choice_apply(const json_t *kept, struct transfer_ask *ask);

#endif
