/* index_group: what tests of the index begin and end with: one in a folder of its own. For
 * cmocka_run_group_tests(tests, index_group_open, index_group_close). */
#ifndef TESTS_UNIT_INDEX_GROUP_H
#define TESTS_UNIT_INDEX_GROUP_H

struct index_store;

extern struct index_store	*store;

int	index_group_open(void **state);
int	index_group_close(void **state);

#endif
