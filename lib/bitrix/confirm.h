/* confirm: a person shows that they are an employee: a code goes to the employee at the portal
 * (im.notify), whoever types it here is linked. */
#ifndef BITRIX_CONFIRM_H
#define BITRIX_CONFIRM_H

#include <stdint.h>

struct caller;
struct err;

/*
 * For who->user_id. ERR_ABSENT: no such employee; ERR_CONFLICT "bitrix.inactive",
 * "bitrix.not_sent": the portal did not deliver it; ERR_BUSY "bitrix.code_often".
 */
int	bitrix_confirm_send(const struct caller *, int64_t employee_id,
	    struct err *);
/* As employee_code_link. */
int	bitrix_confirm_take(const struct caller *, int64_t employee_id,
	    const char *code, struct err *);

#endif
