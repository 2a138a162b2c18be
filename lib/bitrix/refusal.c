#include "bitrix/refusal.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"

#define WORDS_SIZE	240

static const struct {
	const char	*error;
	enum err_kind	 kind;
	const char	*code;
} known[] = {
	{ "QUERY_LIMIT_EXCEEDED", ERR_BUSY, "bitrix.query_limit" },
	{ "OPERATION_TIME_LIMIT", ERR_BUSY, "bitrix.operating" },
	{ "OVERLOAD_LIMIT", ERR_BUSY, "bitrix.overload" },
	{ "NO_AUTH_FOUND", ERR_REMOTE_AUTH, "bitrix.no_auth" },
	{ "invalid_token", ERR_REMOTE_AUTH, "bitrix.no_auth" },
	{ "expired_token", ERR_REMOTE_AUTH, "bitrix.expired" },
	{ "INVALID_CREDENTIALS", ERR_REMOTE_AUTH, "bitrix.credentials" },
	{ "invalid_client", ERR_REMOTE_AUTH, "bitrix.application" },
	{ "wrong_client", ERR_REMOTE_AUTH, "bitrix.application" },
	{ "invalid_grant", ERR_REMOTE_AUTH, "bitrix.expired" },
	{ "insufficient_scope", ERR_DENIED, "bitrix.scope" },
	{ "ACCESS_DENIED", ERR_DENIED, "bitrix.plan" },
	{ "PAYMENT_REQUIRED", ERR_DENIED, "bitrix.payment" },
	{ "user_access_error", ERR_DENIED, "bitrix.user" },
	{ "PORTAL_DELETED", ERR_REMOTE, "bitrix.portal" },
	{ "ERROR_METHOD_NOT_FOUND", ERR_REMOTE, "bitrix.method" },
	{ "ERROR_BATCH_LENGTH_EXCEEDED", ERR_INTERNAL, "bitrix.batch" },
	{ "ERROR_BATCH_METHOD_NOT_ALLOWED", ERR_INTERNAL, "bitrix.batch" },
	{ "INTERNAL_SERVER_ERROR", ERR_REMOTE, "bitrix.down" },
	{ "ERROR_UNEXPECTED_ANSWER", ERR_REMOTE, "bitrix.down" },
	{ "INVALID_REQUEST", ERR_REMOTE, "bitrix.https" },
};

/* Methods by how they begin; "task." are the old ones. */
static const struct {
	const char	*prefix, *scope;
} scopes[] = {
	{ "user.", "user" }, { "department.", "department" },
	{ "tasks.", "task" }, { "task.", "task" },
	{ "calendar.", "calendar" }, { "im.", "im" },
};

const char *
bitrix_scope_of(const char *method)
{
	for (size_t i = 0; i < nitems(scopes); i++)
		if (strncmp(method, scopes[i].prefix,
		    strlen(scopes[i].prefix)) == 0)
			return scopes[i].scope;
	return NULL;
}

bool
bitrix_refusal_is(const json_t *doc)
{
	return json_object_get(doc, "error") != NULL;
}

/* A text, or a number in digits: both are sent. */
static void
put_error(const json_t *doc, char *out, size_t size)
{
	const json_t	*error = json_object_get(doc, "error");

	if (json_is_integer(error))
		snprintf(out, size, "%lld",
		    (long long)json_integer_value(error));
	else
		snprintf(out, size, "%s", json_is_string(error) ?
		    json_string_value(error) : "");
}

/* Its words, without "<br>" and other tags, on one line. */
static void
put_words(const json_t *doc, char *out, size_t size)
{
	const char	*said = json_string_value(json_object_get(doc,
			    "error_description"));
	size_t		 n = 0;
	bool		 tag = false;

	for (; said != NULL && *said != '\0' && n + 1 < size; said++) {
		const bool	 blank = (unsigned char)*said <= ' ' ||
				    *said == '<';

		if (*said == '<' || tag) {
			tag = *said != '>';
			if (!blank)
				continue;
		}
		if (!blank)
			out[n++] = *said;
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	while (n > 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
	out[utf8_cut(out, size)] = '\0';
}

static int
set_known(size_t i, const char *method, const char *words, struct err *err)
{
	const char	*scope = bitrix_scope_of(method);

	if (strcmp(known[i].code, "bitrix.scope") == 0 && scope != NULL)
		words = scope;
	if (strcmp(known[i].code, "bitrix.operating") == 0 ||
	    strcmp(known[i].code, "bitrix.method") == 0)
		words = method;
	return err_code(err, known[i].kind, known[i].code, "%s",
	    *words != '\0' ? words : known[i].error);
}

/* An answer that says nothing of itself: by its status. */
static int
set_unknown(const char *method, int status, const char *error,
    const char *words, struct err *err)
{
	if (status == 401)
		return err_code(err, ERR_REMOTE_AUTH, "bitrix.no_auth", "%s",
		    *words != '\0' ? words : "401");
	if (status == 429)
		return err_code(err, ERR_BUSY, "bitrix.operating", "%s",
		    method);
	if (status >= 500)
		return err_code(err, ERR_REMOTE, "bitrix.down", "%d", status);
	return err_code(err, ERR_INPUT, "bitrix.refused", "%s%s%s", words,
	    *words != '\0' && *error != '\0' ? ", " : "", *error != '\0' ?
	    error : *words != '\0' ? "" : method);
}

int
bitrix_refusal_set(const char *method, int status, const json_t *doc,
    struct err *err)
{
	char		 error[80], words[WORDS_SIZE];
	const int	 retry_after_s = err->retry_after_s;

	*err = (struct err){ 0 };
	if (doc == NULL)
		err_code(err, ERR_REMOTE, status >= 500 ? "bitrix.down" :
		    "bitrix.page", "%d", status);
	else {
		size_t	i = 0;

		put_error(doc, error, sizeof(error));
		put_words(doc, words, sizeof(words));
		while (i < nitems(known) && strcmp(known[i].error, error) != 0)
			i++;
		if (i < nitems(known))
			set_known(i, method, words, err);
		else
			set_unknown(method, status, error, words, err);
	}
	err->remote_status = status;
	err->retry_after_s = retry_after_s;
	return -1;
}
