/* employees: a company's staff as its Bitrix24 portals have it, who of them is who here. A pool of
 * its own: it waits for portals. */
#include <stdio.h>

#include "account/audit.h"
#include "account/auth.h"
#include "account/caller.h"
#include "base/err.h"
#include "base/mem.h"
#include "bitrix/confirm.h"
#include "bitrix/department.h"
#include "bitrix/employee.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"

#define ROOT	"/api/v1/bitrix24/"

static web_handler list_employees, show_employee, link_employee, send_code,
    confirm_code, list_departments;

static const struct web_route routes[] = {
	{ "GET",  ROOT "employees", list_employees, ROLE_MEMBER, 0 },
	{ "GET",  ROOT "employees/:id", show_employee, ROLE_MEMBER, 0 },
	{ "POST", ROOT "employees/:id/link", link_employee, ROLE_ADMIN, 0 },
	{ "POST", ROOT "employees/:id/send-code", send_code, ROLE_MEMBER,
	    WEB_BARE },
	{ "POST", ROOT "employees/:id/confirm-code", confirm_code,
	    ROLE_MEMBER, 0 },
	{ "GET",  ROOT "departments", list_departments, ROLE_MEMBER, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "employees", routes, &auth);
}

/* --- lists --- */

static int
read_filter(const struct web_req *req, struct employee_filter *out,
    struct err *err)
{
	static const char *const statuses[] = { "active", "inactive", NULL };
	static const char *const flags[] = { "0", "1", NULL };
	const char	*linked = NULL;

	*out = (struct employee_filter){ .company_id = req->who->company_id,
	    .linked = -1 };
	if (web_query_text(req, "q", 100, &out->q, err) == -1 ||
	    web_query_int(req, "department", 0, 1, INT64_MAX,
	    &out->department, err) == -1 ||
	    web_query_int(req, "account_id", 0, 1, INT64_MAX,
	    &out->account_id, err) == -1 ||
	    web_query_word(req, "status", statuses, &out->status,
	    err) == -1 ||
	    web_query_word(req, "linked", flags, &linked, err) == -1)
		return -1;
	if (linked != NULL)
		out->linked = *linked - '0';
	return 0;
}

/* GET employees?q=&department=&status=&linked=&account_id= -> 200 [Employee] */
static int
list_employees(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "q", "department", "status",
		"linked", "account_id", "page", "page_size", "after", NULL };
	own_rows struct db_rows	*rows = NULL;
	struct employee_filter	 filter;
	struct employee		 one;
	struct web_page		 page;
	struct cursor		 last = { 0 };
	int64_t			 total, n = 0;
	bool			 more;

	if (web_query_only(req, names, err) == -1 ||
	    read_filter(req, &filter, err) == -1 ||
	    web_page_read_by(req, CURSOR_BY_TEXT, &page, err) == -1 ||
	    employee_count(db, &filter, &total, err) == -1 ||
	    employee_list(db, &filter, &page.from, web_page_skip(&page),
	    page.size + 1, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while ((more = employee_next(rows, &one)) && n++ < page.size) {
		employee_emit(&res->body, &one);
		last = cursor_at(one.full_name, one.id);
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_TEXT, &last, more,
	    total);
	return 200;
}

static int
answer(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct employee		 one;
	int64_t			 id;

	if (web_id(req, 0, &id, err) == -1 ||
	    employee_get(db, req->who->company_id, id, &rows, &one,
	    err) == -1)
		return -1;
	employee_emit(&res->body, &one);
	return 200;
}

/* GET employees/:id -> 200 Employee | 404 */
static int
show_employee(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return web_query_only(req, NULL, err) == -1 ? -1 : answer(db, req,
	    res, err);
}

/* GET departments?account_id= -> 200 [Department], each with the id of the one above it */
static int
list_departments(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	static const char *const	names[] = { "account_id", NULL };
	int64_t				account_id;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_int(req, "account_id", 0, 1, INT64_MAX, &account_id,
	    err) == -1 ||
	    department_emit_all(db, req->who->company_id, account_id,
	    &res->body, err) == -1)
		return -1;
	return 200;
}

/* --- who is who --- */

/* POST employees/:id/link {user_id: number | null} -> 200 Employee | 400 | 404 | 409 */
static int
link_employee(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "user_id", NULL };
	own_rows struct db_rows		*rows = NULL;
	const json_t			*sent = json_object_get(req->body,
					    "user_id");
	struct employee			 one;
	int64_t				 id, user_id = 0;

	if (web_id(req, 0, &id, err) == -1 ||
	    employee_get(db, req->who->company_id, id, &rows, &one,
	    err) == -1 ||
	    field_only(req->body, names, err) == -1 ||
	    (!json_is_null(sent) && field_int(req->body, "user_id", 1,
	    INT64_MAX, &user_id, err) == -1) ||
	    employee_link(db, req->who->company_id, id, user_id, err) == -1)
		return -1;
	audit_request_id(db, req, user_id != 0 ? "employee.link" :
	    "employee.unlink", id, one.full_name);
	return answer(db, req, res, err);
}

/* POST employees/:id/send-code -> 200 {sent} | 404 | 409 | 429 */
static int
send_code(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller	who = caller_of(db, req);
	int64_t			id;

	if (web_id(req, 0, &id, err) == -1 ||
	    bitrix_confirm_send(&who, id, err) == -1)
		return -1;
	audit_request_id(db, req, "employee.code", id, NULL);
	res->json = json_pack("{s:b}", "sent", 1);
	return 200;
}

/* POST employees/:id/confirm-code {code} -> 200 Employee, linked to the caller | 400 | 404 | 409 */
static int
confirm_code(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "code", NULL };
	const struct caller		who = caller_of(db, req);
	const char			*code;
	int64_t				id;

	if (web_id(req, 0, &id, err) == -1 ||
	    field_only(req->body, names, err) == -1 ||
	    field_text(req->body, "code", 1, 20, &code, err) == -1 ||
	    bitrix_confirm_take(&who, id, code, err) == -1)
		return -1;
	audit_request_id(db, req, "employee.confirm", id, NULL);
	return answer(db, req, res, err);
}
