/* project: which project of the team mirrors the tasks of which workgroup of a portal, and how.
 * Table bitrix_project. */
#ifndef BITRIX_PROJECT_H
#define BITRIX_PROJECT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"

struct db;
struct db_rows;
struct err;

/* Times are ms, 0: never. */
struct bitrix_project {
	int64_t	 id, company_id, account_id;
	int64_t	 project_id, group_id, user_id;	/* group_id 0: tasks of no workgroup */
	bool	 is_active;
	json_t	*statuses, *fields;		/* owned */
	/* Where its syncs are. pass_id -1: no pass is under way. */
	int64_t	 since, pass_id, pass_since, pass_newest, ours_since, whole_at;
};
void	bitrix_project_clear(struct bitrix_project *);
#define own_bitrix_project cleanup(bitrix_project_clear)

/* account_id 0: of all. active: those alone. Walk with bitrix_project_next. */
int	bitrix_project_list(struct db *, int64_t company_id,
	    int64_t account_id, bool active, struct db_rows **, struct err *);
/* Active ones with ids above after, by these; of: their ids ("1,2"), NULL: any. */
int	bitrix_project_page(struct db *, int64_t company_id,
	    int64_t account_id, const char *of, int64_t after, int64_t limit,
	    struct db_rows **, struct err *);
bool	bitrix_project_next(struct db_rows *, struct bitrix_project *out);
/* One of the company's. ERR_ABSENT. */
int	bitrix_project_get(struct db *, int64_t company_id, int64_t id,
	    struct bitrix_project *out, struct err *);
/* ERR_CONFLICT "bitrix.mapped": the project or the workgroup has one already. One that was taken
 * away and comes back knows its tasks. */
int	bitrix_project_add(struct db *, const struct bitrix_project *,
	    int64_t *id, struct err *);
/* is_active, statuses, fields. */
int	bitrix_project_change(struct db *, const struct bitrix_project *,
	    struct err *);
/* Where its syncs are. */
int	bitrix_project_place(struct db *, const struct bitrix_project *,
	    struct err *);
json_t	*bitrix_project_json(const struct bitrix_project *);

#endif
