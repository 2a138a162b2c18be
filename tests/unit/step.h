/* step: what tests with a database do at each step. */
#ifndef TESTS_UNIT_STEP_H
#define TESTS_UNIT_STEP_H

struct db;

/* A step that must succeed, with its error in err; fail_msg is cmocka's. */
#define OK(step) do {							\
	if ((step) != 0)						\
		fail_msg("%s: %s", #step, err.text);			\
} while (0)

/* A connection to the database of the run, its tables as they are; the test fails without it. */
struct db *step_db(void);

#endif
