#include "bitrix/confirm.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "account/caller.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mask.h"
#include "base/mem.h"
#include "base/text.h"
#include "bitrix/api.h"
#include "bitrix/bitrix.h"
#include "bitrix/employee.h"
#include "bitrix/employee_code.h"
#include "io/db.h"
#include "io/field.h"
#include "service/provider_client.h"

struct confirm {
	int64_t	account_id, external_id;
};

static int
get(const struct caller *who, int64_t employee_id, bool active,
    struct confirm *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct employee		 e;

	if (employee_get(who->db, who->company_id, employee_id, &rows, &e,
	    err) == -1)
		return -1;
	if (active && strcmp(e.status, "active") != 0)
		return err_code(err, ERR_CONFLICT, "bitrix.inactive", "%s",
		    e.full_name);
	*out = (struct confirm){ e.account_id, e.external_id };
	return 0;
}

/* The whole message is hidden where the call is logged: its digits are a credential. */
static int
notify(struct bitrix *api, const struct confirm *to, const char *code,
    const char *lang, struct err *err)
{
	own_json json_t	*params = NULL, *result = NULL;
	char		 text[400];
	int		 rc;

	text_put(text, sizeof(text), lang, "bitrix.code_message", code);
	params = json_pack("{s:I, s:s}", "USER_ID",
	    (json_int_t)to->external_id, "MESSAGE", text);
	mask_add(text);
	rc = bitrix_do(api, "im.notify", params, &result, err);
	if (rc == 0 && !json_is_integer(result) && !json_is_string(result) &&
	    !json_is_true(result))
		rc = err_code(err, ERR_CONFLICT, "bitrix.not_sent", "%s", "");
	return rc;
}

static int
send_code(const struct caller *who, const struct confirm *to,
    const char *code, struct err *err)
{
	own_provider_client struct provider_client	*c =
	    provider_client_open(who, &bitrix_provider, to->account_id, err);
	struct err	why = { 0 };
	int		rc;

	if (c == NULL)
		return -1;
	rc = notify(c->api, to, code, who->lang, err);
	why = *err;
	provider_client_settle(c, rc == -1 && why.kind != ERR_CONFLICT ?
	    &why : NULL);
	return rc;
}

int
bitrix_confirm_send(const struct caller *who, int64_t employee_id,
    struct err *err)
{
	struct confirm	to = { 0 };
	char		code[EMPLOYEE_CODE_SIZE];
	struct err	why = { 0 };

	if (get(who, employee_id, true, &to, err) == -1 ||
	    employee_code_make(who->db, employee_id, who->user_id, code,
	    err) == -1)
		return -1;
	if (send_code(who, &to, code, err) == 0)
		return 0;
	if (employee_code_void(who->db, employee_id, who->user_id,
	    &why) == -1)
		log_err(LOG_WARN, "bitrix: code", &why);
	return -1;
}

int
bitrix_confirm_take(const struct caller *who, int64_t employee_id,
    const char *code, struct err *err)
{
	struct confirm	of;

	return get(who, employee_id, false, &of, err) == -1 ? -1 :
	    employee_code_link(who->db, who->company_id, employee_id,
	    who->user_id, code, err);
}
