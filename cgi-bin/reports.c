/* reports: what became of the people who were found, for a period and a source, as pictures and
 * tables want it. */
#include "account/auth.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/zone.h"
#include "candidate/report.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "io/web_csv.h"

#define DAYS	30	/* up to today, when nothing else is asked for */
#define LAST_DAY	47482	/* 2100-01-01, days since 1970 */

static web_handler show_candidates, export_candidates;

static const struct web_route routes[] = {
	{ "GET", "/api/v1/reports/candidates", show_candidates,
	    ROLE_RECRUITER, 0 },
	{ "GET", "/api/v1/reports/candidates/csv", export_candidates,
	    ROLE_RECRUITER, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "reports", routes, &auth);
}

static int
read_day(const struct web_req *req, const char *name, int64_t *day,
    struct err *err)
{
	const char	*text = web_query(req, name);

	if (text == NULL)
		return 0;
	if (!zone_day_read(text, day))
		return err_field(err, name, "format", "2026-11-20");
	return *day >= 0 && *day < LAST_DAY ? 0 : err_field(err, name,
	    "range", "1970-01-01..2099-12-31");
}

static int64_t
today_of(const struct web_req *req)
{
	own_zone struct zone	zone = { 0 };

	zone_enter(&zone, req->who->zone);
	return zone_day(&zone, clock_ms());
}

static int
read_report(struct db *db, const struct web_req *req, json_t **out,
    struct err *err)
{
	struct candidate_report	ask = { .company_id = req->who->company_id,
		.zone = req->who->zone, .last_day = today_of(req) };

	if (read_day(req, "to", &ask.last_day, err) == -1)
		return -1;
	ask.first_day = ask.last_day - DAYS + 1;
	if (read_day(req, "from", &ask.first_day, err) == -1 ||
	    web_query_int(req, "integration_id", -1, 0, INT64_MAX,
	    &ask.connection_id, err) == -1)
		return -1;
	if (ask.first_day > ask.last_day)
		return err_field(err, "to", "order", "%s", "from");
	if (ask.last_day - ask.first_day >= CANDIDATE_REPORT_DAYS)
		return err_field(err, "from", "range", "%d",
		    CANDIDATE_REPORT_DAYS);
	return candidate_report(db, &ask, out, err);
}

/* GET /api/v1/reports/candidates?from=&to=&integration_id= -> 200 {total, sources, days, ...} */
static int
show_candidates(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	static const char *const	names[] = { "from", "to",
		"integration_id", NULL };

	return web_query_only(req, names, err) == -1 ||
	    read_report(db, req, &res->json, err) == -1 ? -1 : 200;
}

/* GET .../csv, the same and part=sources|days|people|times, separator= -> 200 CSV */
static int
export_candidates(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	static const char *const	 names[] = { "from", "to",
		"integration_id", "part", "separator", NULL };
	own_json json_t			*report = NULL;
	const char			*part = candidate_report_parts[0];
	char				 separator;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_word(req, "part", candidate_report_parts, &part,
	    err) == -1 || web_csv_separator(req, &separator, err) == -1 ||
	    read_report(db, req, &report, err) == -1)
		return -1;
	candidate_report_csv(report, part, separator, req->lang, &res->body);
	web_csv_file(res, separator, "candidates-report");
	return 200;
}
