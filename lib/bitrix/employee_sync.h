/* employee_sync: users and departments of a portal become employees: a part of its sync. */
#ifndef BITRIX_EMPLOYEE_SYNC_H
#define BITRIX_EMPLOYEE_SYNC_H

struct err;
struct provider_run;

#define BITRIX_EMPLOYEES	"employees"
#define BITRIX_EMPLOYEES_MIN	(24 * 60)	/* automatic runs read them daily */

/* provider_part.work; its api is a struct bitrix. */
int	bitrix_employee_sync(struct provider_run *, struct err *);

#endif
