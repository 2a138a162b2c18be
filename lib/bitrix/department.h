/* department: a portal's departments, a tree. Table department. */
#ifndef BITRIX_DEPARTMENT_H
#define BITRIX_DEPARTMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct bitrix_department;
struct buf;
struct db;
struct err;

/* All of an account: those that are not among them go. n: how many rows changed. */
int	department_put(struct db *, int64_t company_id, int64_t account_id,
	    const struct bitrix_department *, size_t n, int64_t *changed,
	    struct err *);

/* A department and all below it: ids of the portal, a JSON array. */
struct department_tree {
	int64_t	 account_id;
	char	*ids;
};
void	department_tree_clear(struct department_tree *);
#define own_department_tree	cleanup(department_tree_clear)
/* ERR_INPUT on department: there is none of this id. */
int	department_tree_get(struct db *, int64_t company_id, int64_t id,
	    struct department_tree *out, struct err *);

/* [{id, account_id, bitrix_id, parent_id, name, head, employees}]: parent_id is an id of the list,
 * or null; employees: how many active ones it has itself. account_id 0: of all. */
int	department_emit_all(struct db *, int64_t company_id,
	    int64_t account_id, struct buf *out, struct err *);

#endif
