/* project_form: what a request says of a mapping, read and checked; it knows no table. */
#ifndef BITRIX_PROJECT_FORM_H
#define BITRIX_PROJECT_FORM_H

#include <jansson.h>

struct bitrix_project;
struct err;

/* {account_id, project_id, group_id?, statuses?, fields?}: what is left out is as usual. */
int	bitrix_project_form_new(const json_t *body, struct bitrix_project *,
	    struct err *);
/* {statuses?, fields?}, over what it is. */
int	bitrix_project_form_change(const json_t *body,
	    struct bitrix_project *, struct err *);

#endif
