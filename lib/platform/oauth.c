#include "platform/oauth.h"

#include <string.h>

#include "io/field.h"
#include "platform/integration_token.h"

int
oauth_token_read(const json_t *doc, int64_t now_ms,
    struct integration_token *out)
{
	const char	*access = field_str(doc, "access_token");
	const char	*refresh = field_str(doc, "refresh_token");
	const int64_t	 ends_s = field_num(doc, "ttl", 0);

	if (access == NULL || *access == '\0')
		return -1;
	*out = (struct integration_token){ .access = access,
	    .refresh = refresh != NULL && *refresh != '\0' ? refresh : NULL,
	    .expires_s = field_num(doc, "expires_in", 0) };
	if (out->expires_s <= 0 && ends_s > now_ms / 1000)
		out->expires_s = ends_s - now_ms / 1000;
	return 0;
}

enum oauth_refusal
oauth_refusal(int status, const json_t *doc, const char **why)
{
	const json_t	*value = json_object_get(doc, "error");
	const char	*error = json_is_object(value) ? field_str(value,
			    "message") : json_string_value(value);

	*why = json_string_value(json_object_get(doc, "error_description"));
	if (*why == NULL)
		*why = error;
	if (*why != NULL && strcmp(*why, "token not expired") == 0)
		return OAUTH_EARLY;
	return error != NULL && (status == 400 || status == 401 ||
	    status == 403 || status == 410) ? OAUTH_OVER : OAUTH_UNCLEAR;
}
