/* order: rows of several tables as one list by their times. A row's mark is its time, and a key
 * made of its id and its table's number, so that no two are alike. */
#ifndef ADMIN_ORDER_H
#define ADMIN_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#define ORDER_TABLES	8	/* at most */
/* In SQL, the key of the row of table number n. */
#define ORDER_KEY(id, n)	id " * 8 + " n
/* In SQL, that a key is of the row of this id in table number n. */
#define ORDER_IS(key, id, n)						\
	"MOD(" key ", 8) = " n " AND " id " = " key " DIV 8"

struct cursor;
struct db_build;
struct err;
struct web_page;
struct web_req;

/* Where in the list a table goes on; from->id 0: at its beginning. */
struct order {
	const struct cursor	*from;		/* number: ms, id: the key */
	bool			 rising;	/* oldest first */
};
/* The id of a row and its table's number, of a key. */
int64_t	order_id(int64_t key);
int	order_table(int64_t key);
/* " AND ..." of the rows behind it. at, id: columns, as literals. */
void	order_behind(struct db_build *, const struct order *, int table,
	    const char *at, const char *id);
/* Paging of such a list, by cursor alone. */
int	order_page(const struct web_req *, struct web_page *out, struct err *);

#endif
