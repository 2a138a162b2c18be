#include "huntflow/api_token.h"

#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "huntflow/api.h"
#include "huntflow/api_get.h"
#include "io/fetch.h"
#include "io/field.h"

void
huntflow_token_clear(struct huntflow_token *token)
{
	mem_free_str(&token->access);
	mem_free_str(&token->refresh);
	memset(token, 0, sizeof(*token));
}

int
huntflow_token_parse(const json_t *doc, struct huntflow_token *out,
    struct err *err)
{
	const char	*access = field_str(doc, "access_token");
	const char	*refresh = field_str(doc, "refresh_token");

	if (access == NULL || *access == '\0' || refresh == NULL ||
	    *refresh == '\0')
		return huntflow_shape(err, "token: no pair in the answer");
	out->access = mem_dup(access);
	out->refresh = mem_dup(refresh);
	out->access_s = field_num(doc, "expires_in", 0);
	out->refresh_s = field_num(doc, "refresh_token_expires_in", 0);
	return 0;
}

/* The words of a refresh are final; a page, a limit or an outage says nothing about it. */
int
huntflow_token_refresh(struct huntflow *hf, const char *refresh,
    struct huntflow_token *out, struct err *err)
{
	own_json json_t		*body = json_pack("{s:s}", "refresh_token",
				    refresh);
	own_json json_t		*doc = NULL;
	struct fetch_req	 rq = { .method = "POST", .json = body };

	if (huntflow_get_send(hf, &rq, "/token/refresh", &doc, err) == 0)
		return huntflow_unsure(hf, huntflow_token_parse(doc, out, err));
	switch (err->kind) {
	case ERR_REMOTE_AUTH:
	case ERR_INPUT:
	case ERR_DENIED:
	case ERR_ABSENT:
		return err_code(err, ERR_REMOTE_AUTH, "huntflow.key",
		    "the refresh token was refused: %d", err->remote_status);
	default:
		return -1;
	}
}
