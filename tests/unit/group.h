/* group: what tests of the same kind begin and end with: the settings and the database of the run,
 * its tables up to date. For cmocka_run_group_tests(tests, group_open, group_close). */
#ifndef TESTS_UNIT_GROUP_H
#define TESTS_UNIT_GROUP_H

#include <stdint.h>

struct conf;
struct db;
struct err;

extern struct conf	*conf;
extern struct db	*db;

int	group_open(void **state);
int	group_close(void **state);
/* A company of its own, and a person of it. */
int	group_company(int64_t *company_id, int64_t *user_id, struct err *);

#endif
