#include "huntflow/refusal.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"

/* By a word of the first error. from, to: with which statuses. */
static const struct {
	int			 from, to;
	const char		*member, *says;
	enum huntflow_refusal	 means;
} words[] = {
	{ 401, 401, "detail",	"token_expired",	HUNTFLOW_EXPIRED },
	{ 401, 401, "value",	"token_expired",	HUNTFLOW_EXPIRED },	/* as v1 */
	{ 400, 499, "title",	"error.robot_token.refresh_too_early",
	    HUNTFLOW_EARLY },
	{ 400, 499, "title",	"error.robot_token.not_found", HUNTFLOW_LOST },
};

/* Where no word says it. Whoever answers for Huntflow (a proxy on the way) sends pages;
 * answered: what it is when Huntflow itself says so. */
static const struct {
	int			 from, to;
	enum huntflow_refusal	 answered, page;
} statuses[] = {
	{ 400, 400, HUNTFLOW_INPUT,	HUNTFLOW_DOWN },
	{ 401, 401, HUNTFLOW_KEY,	HUNTFLOW_DOWN },
	{ 402, 402, HUNTFLOW_UNPAID,	HUNTFLOW_UNPAID },
	{ 403, 403, HUNTFLOW_OBJECT,	HUNTFLOW_DOWN },
	{ 404, 404, HUNTFLOW_GONE,	HUNTFLOW_DOWN },
	{ 408, 408, HUNTFLOW_SLOW,	HUNTFLOW_SLOW },
	{ 413, 413, HUNTFLOW_LARGE,	HUNTFLOW_LARGE },
	{ 429, 429, HUNTFLOW_BUSY,	HUNTFLOW_BUSY },
	{ 405, 499, HUNTFLOW_INPUT,	HUNTFLOW_DOWN },
};

static const struct {
	enum err_kind	 kind;
	const char	*code;
} kinds[] = {
	[HUNTFLOW_EXPIRED]	= { ERR_REMOTE_AUTH, "huntflow.key" },
	[HUNTFLOW_KEY]		= { ERR_REMOTE_AUTH, "huntflow.key" },
	[HUNTFLOW_LOST]		= { ERR_REMOTE_AUTH, "huntflow.key" },
	[HUNTFLOW_EARLY]	= { ERR_BUSY, "huntflow.busy" },
	[HUNTFLOW_OBJECT]	= { ERR_DENIED, "huntflow.denied" },
	[HUNTFLOW_GONE]		= { ERR_ABSENT, "huntflow.absent" },
	[HUNTFLOW_UNPAID]	= { ERR_REMOTE, "huntflow.unpaid" },
	[HUNTFLOW_INPUT]	= { ERR_INPUT, "huntflow.input" },
	[HUNTFLOW_LARGE]	= { ERR_TOO_LARGE, "huntflow.file_too_large" },
	[HUNTFLOW_OWN]		= { ERR_REMOTE, "huntflow.shape" },
	[HUNTFLOW_BUSY]	= { ERR_BUSY, "huntflow.busy" },
	[HUNTFLOW_SLOW]		= { ERR_TIMEOUT, "huntflow.down" },
	[HUNTFLOW_DOWN]		= { ERR_REMOTE, "huntflow.down" },
};

static const json_t *
first_error(const json_t *doc)
{
	return json_array_get(json_object_get(doc, "errors"), 0);
}

/* A text, or the first of a list of texts, as v1 sent them. */
static const char *
member(const json_t *error, const char *name)
{
	const json_t	*list = json_object_get(error, name);

	return json_is_array(list) ?
	    json_string_value(json_array_get(list, 0)) :
	    field_str(error, name);
}

/* "title (/variable)", joined with "; "; those that do not fit are left out. */
static void
add_said(char *out, size_t size, const json_t *error, const char *variable)
{
	static const char *const names[] = { "title", "value", "type",
		"detail" };
	const char	*said = json_string_value(error);
	const size_t	 len = strlen(out);

	for (size_t i = 0; said == NULL && i < nitems(names); i++)
		said = member(error, names[i]);
	if (said == NULL || len + strlen(said) + 4 > size)
		return;
	if (variable == NULL)
		snprintf(out + len, size - len, "%s%s", len > 0 ? "; " : "",
		    said);
	else
		snprintf(out + len, size - len, "%s%s (%s%s)", len > 0 ?
		    "; " : "", said, variable[0] != '/' ? "/" : "", variable);
}

/* Errors come as a list, or by the name of the member that is wrong. */
void
huntflow_refusal_text(const json_t *doc, char *out, size_t size)
{
	json_t		*errors = json_object_get(doc, "errors"), *one;
	const json_t	*each;
	const char	*name;
	size_t		 i;

	*out = '\0';
	json_array_foreach(errors, i, one)
		add_said(out, size, one, field_str(json_object_get(one,
		    "location"), "variable"));
	json_object_foreach(errors, name, one) {
		if (!json_is_array(one))
			add_said(out, size, one, name);
		json_array_foreach(one, i, each)
			add_said(out, size, each, name);
	}
}

/* Did the service fail on data of its own? */
static bool
is_own(const json_t *doc)
{
	const char	*entity = field_str(json_object_get(first_error(doc),
			    "location"), "entity");

	return entity != NULL && strcmp(entity, "response") == 0;
}

enum huntflow_refusal
huntflow_refusal_of(int status, const json_t *doc)
{
	const json_t	*error = first_error(doc);

	if (is_own(doc))
		return HUNTFLOW_OWN;
	for (size_t i = 0; i < nitems(words); i++) {
		const char	*said = member(error, words[i].member);

		if (status >= words[i].from && status <= words[i].to &&
		    said != NULL && strcmp(said, words[i].says) == 0)
			return words[i].means;
	}
	for (size_t i = 0; i < nitems(statuses); i++)
		if (status >= statuses[i].from && status <= statuses[i].to)
			return json_is_object(doc) ? statuses[i].answered :
			    statuses[i].page;
	return HUNTFLOW_DOWN;
}

int
huntflow_refusal_set(enum huntflow_refusal means, const json_t *doc,
    struct err *err)
{
	char	 said[200];

	huntflow_refusal_text(doc, said, sizeof(said));
	err_code(err, kinds[means].kind, kinds[means].code, "%d%s%s",
	    err->remote_status, said[0] != '\0' ? ": " : "", said);
	if (kinds[means].kind == ERR_BUSY && err->retry_after_s == 0)
		err->retry_after_s = 1;
	return -1;
}
