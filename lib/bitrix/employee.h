/* employee: a company's staff as its portals have it (core.employees of the documents). An employee
 * is known by account and id of the portal: ids of portals collide. Table employee. */
#ifndef BITRIX_EMPLOYEE_H
#define BITRIX_EMPLOYEE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/cursor.h"

struct bitrix_user;
struct buf;
struct db;
struct db_rows;
struct err;

/* A page of a whole pass, in the order of ids: users after one id up to another. */
struct employee_page {
	int64_t				 company_id, account_id;
	int64_t				 after_id;
	int64_t				 until_id;	/* INT64_MAX: the last page */
	const struct bitrix_user	*v;
	size_t				 n;
};
struct employee_counts {
	int64_t	created, updated;
};
/*
 * Those that changed are stored. Of a whole pass, whoever has an id in between and is not on the
 * page is made inactive; nobody is deleted. whole false: only these are looked at. In the caller's
 * transaction.
 */
int	employee_put(struct db *, const struct employee_page *, bool whole,
	    struct employee_counts *, struct err *);
/* The largest id that is known of the account; 0: none. */
int	employee_last(struct db *, int64_t account_id, int64_t *out,
	    struct err *);

struct employee_filter {
	int64_t		 company_id, account_id;	/* account_id 0: any */
	int64_t		 department;			/* its own id, not the portal's; 0: any */
	const char	*q, *status;			/* NULL: any */
	int		 linked;			/* 0, 1; -1: any */
};
/* By name; walk with employee_next. */
int	employee_list(struct db *, const struct employee_filter *,
	    const struct cursor *from, int64_t skip, int64_t limit,
	    struct db_rows **, struct err *);
int	employee_count(struct db *, const struct employee_filter *,
	    int64_t *, struct err *);

/* Texts live until the next row. */
struct employee {
	int64_t		 id, account_id, external_id, user_id;	/* user_id 0: not linked */
	const char	*full_name, *email, *status;
	const struct db_rows *rows;				/* for employee_emit */
};
bool	employee_next(struct db_rows *, struct employee *out);
/* One of the company's; its texts live as long as rows. ERR_ABSENT. */
int	employee_get(struct db *, int64_t company_id, int64_t id,
	    struct db_rows **, struct employee *out, struct err *);
void	employee_emit(struct buf *, const struct employee *);

/*
 * user_id 0: not linked any more. ERR_INPUT on user_id: nobody of the company; ERR_CONFLICT
 * "bitrix.linked": that person is another employee of the same portal.
 */
int	employee_link(struct db *, int64_t company_id, int64_t id,
	    int64_t user_id, struct err *);
/* The user's employee at an account, by the portal's id; 0: none. */
int	employee_external_of(struct db *, int64_t account_id, int64_t user_id,
	    int64_t *external_id, struct err *);
/* And back: who is linked to an id of the portal; 0: nobody. */
int	employee_user_of(struct db *, int64_t account_id, int64_t external_id,
	    int64_t *user_id, struct err *);

#endif
