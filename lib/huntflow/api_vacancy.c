#include "huntflow/api_vacancy.h"

#include <inttypes.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/fetch.h"
#include "io/field.h"

void
huntflow_vacancy_list(struct huntflow_get *get, int64_t account,
    const char *state, bool mine, int64_t page, int64_t count)
{
	huntflow_get_path(get, "/accounts/%" PRId64 "/vacancies", account);
	huntflow_get_num(get, "count", count);
	if (mine)
		huntflow_get_add(get, "mine", "true");
	huntflow_get_num(get, "page", page);
	huntflow_get_add(get, "state", state);
}

void
huntflow_vacancy_get(struct huntflow_get *get, int64_t account, int64_t id)
{
	huntflow_get_path(get, "/accounts/%" PRId64 "/vacancies/%" PRId64,
	    account, id);
}

void
huntflow_vacancy_fields(struct huntflow_get *get, int64_t account)
{
	huntflow_get_path(get, "/accounts/%" PRId64
	    "/vacancies/additional_fields", account);
}

int
huntflow_vacancy_update(struct huntflow *hf, int64_t account, int64_t id,
    const json_t *change, json_t **out, struct err *err)
{
	struct fetch_req	 rq = { .method = "PATCH", .json = change,
				    .retry_unsafe = true }; /* twice is once */
	struct huntflow_get	 at;
	own_json json_t		*doc = NULL;

	huntflow_vacancy_get(&at, account, id);
	if (huntflow_get_send(hf, &rq, at.path, &doc, err) == -1 ||
	    huntflow_get_check(doc, id, err) == -1)
		return -1;
	*out = give(doc);
	return 0;
}
