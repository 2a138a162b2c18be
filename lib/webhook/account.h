/* account: in which organisations a webhook stands. Table webhook_account. */
#ifndef WEBHOOK_ACCOUNT_H
#define WEBHOOK_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;
struct err;

struct webhook_account {
	int64_t	 account_id, remote_id;
};

int	webhook_account_put(struct db *, int64_t webhook_id,
	    const struct webhook_account *, struct err *);
int	webhook_account_remove(struct db *, int64_t webhook_id,
	    int64_t account_id, struct err *);
int	webhook_account_list(struct db *, int64_t webhook_id, struct db_rows **,
	    struct err *);
bool	webhook_account_next(struct db_rows *, struct webhook_account *out);

#endif
