/* expiry: rows of accounts whose time is over: sign-ins, links, failed attempts, kept answers,
 * letters. */
#ifndef ACCOUNT_EXPIRY_H
#define ACCOUNT_EXPIRY_H

#include <stdint.h>

struct db;
struct err;

/*
 * Removes some of each; attempts, kept answers and letters are those older than days. removed: how
 * many in all. Call again for what is left.
 */
int	expiry_run(struct db *, int64_t days, int64_t *removed, struct err *);

#endif
