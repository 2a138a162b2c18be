/* employee_code: six digits that an employee reads at the portal, and the one who asked for them
 * types here: so they are linked. Table employee_code keeps a hash. */
#ifndef BITRIX_EMPLOYEE_CODE_H
#define BITRIX_EMPLOYEE_CODE_H

#include <stdint.h>

#include "io/db_clock.h"

struct db;
struct err;

#define EMPLOYEE_CODE_SIZE	7	/* digits and NUL */
#define EMPLOYEE_CODE_MIN	10	/* minutes that it holds */
#define EMPLOYEE_CODE_TRIES	5
#define EMPLOYEE_CODE_HOURLY	5	/* for one person, of all employees */
#define EMPLOYEE_CODE_PAUSE_S	60	/* between two of them */

/* A fresh one. ERR_BUSY "bitrix.code_often" with retry_after_s. */
int	employee_code_make(struct db *, int64_t employee_id, int64_t user_id,
	    char out[EMPLOYEE_CODE_SIZE], struct err *);
/* It was not sent: it holds for nobody. */
int	employee_code_void(struct db *, int64_t employee_id, int64_t user_id,
	    struct err *);
/*
 * The right one links the two and is used up; while they cannot be linked (errors of employee_link)
 * it holds on. ERR_INPUT on code: "bitrix.code_wrong"; ERR_CONFLICT "bitrix.code_over": none
 * holds, or it was tried too often.
 */
int	employee_code_link(struct db *, int64_t company_id,
	    int64_t employee_id, int64_t user_id, const char *code,
	    struct err *);

/* Removes those that are long over; removed: how many. */
int	employee_code_expire(struct db *, int64_t days, int64_t *removed,
	    struct err *);

/* What waits for a time. */
extern const struct db_deadline employee_code_deadlines[];

#endif
