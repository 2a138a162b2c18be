#include "import/view.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "import/figures.h"
#include "import/job.h"
#include "import/undo.h"
#include "io/field.h"
#include "live/event.h"

#define TEXT_SIZE	500

static const struct { const char *code, *remedy; } remedies[] = {
	{ "huntflow.file_too_large",	"name_only" },
	{ "transfer.file_absent",	"name_only" },
	{ "transfer.file_broken",	"name_only" },
	{ "io.private_address",	"name_only" },
	{ "transfer.upload_refused",	"name_only" },
	{ "huntflow_parse",	"no_parse" },
	{ "clickup.token",	"settings" },
	{ "clickup.unset",	"settings" },
	{ "clickup.denied",	"settings" },
	{ "notion.token",	"settings" },
	{ "notion.unset",	"settings" },
	{ "notion.denied",	"settings" },
	{ "huntflow.key",	"settings" },
	{ "huntflow.setup",	"settings" },
	{ "huntflow.unpaid",	"settings" },
	{ "huntflow.denied",	"settings" },
	{ "huntflow.account",	"settings" },
	{ "huntflow.vacancy",	"settings" },
	{ "huntflow.stage",	"settings" },
	{ "transfer.unsure",	"resend" },
	{ "clickup.absent",	"review" },
	{ "notion.unshared",	"review" },
	{ "notion.trashed",	"review" },
	{ "notion.gone",	"review" },
	{ "huntflow.absent",	"review" },
	{ "huntflow.input",	"review" },
	{ "transfer.name_empty",		"review" },
	{ "huntflow.duplicate_found",	"review" },
};

const char *
import_view_remedy(const char *code)
{
	for (size_t i = 0; i < nitems(remedies); i++)
		if (strcmp(code, remedies[i].code) == 0)
			return remedies[i].remedy;
	return "retry";
}

static bool
is_over(const struct import_job *job)
{
	return strcmp(job->status, "completed") == 0 ||
	    strcmp(job->status, "failed") == 0 ||
	    strcmp(job->status, "cancelled") == 0;
}

/* One decimal: 33.3. */
static double
percent(int64_t part, int64_t whole)
{
	return whole <= 0 ? 0 :
	    (double)(part * 1000 / whole) / 10;
}

/* Of those that were tried; where all were there already nothing went wrong. */
static double
success_rate(const struct import_job *job)
{
	const int64_t	 tried = job->processed - job->skipped;

	if (tried == 0)
		return job->processed > 0 ? 100 : 0;
	return percent(job->successful, tried);
}

/* What stopped the job, for people. */
static void
emit_error(struct buf *b, const struct import_job *job, const char *lang)
{
	char	 text[TEXT_SIZE];

	if (job->error_code[0] == '\0') {
		emit_null(b, "error_code");
		emit_str(b, "error_message", "");
		return;
	}
	text_put(text, sizeof(text), lang, job->error_code,
	    job->error_message);
	emit_str(b, "error_code", job->error_code);
	emit_str(b, "error_message", text);
}

static void
emit_job(struct buf *b, const struct import_job *job, const char *lang)
{
	emit_int(b, "id", job->id);
	emit_int(b, "user", job->user_id);
	emit_str(b, "created_by", job->created_by);
	emit_str(b, "status", import_job_runs(job) ? "running" : job->status);
	emit_int(b, "total_tasks", job->total);
	emit_int(b, "processed_tasks", job->processed);
	emit_int(b, "successful_tasks", job->successful);
	emit_int(b, "failed_tasks", job->failed);
	emit_int(b, "skipped_tasks", job->skipped);
	emit_int(b, "unsure_tasks", job->unsure);
	emit_int(b, "cancelled_tasks", strcmp(job->status, "cancelled") == 0 ?
	    job->total - job->processed : 0);
	emit_json(b, "failed_task_ids", job->failed_ids);
	emit_error(b, job, lang);
	emit_null(b, "celery_task_id");
	emit_time(b, "created_at", job->created_at);
	emit_time(b, "updated_at", job->updated_at);
	emit_time(b, "started_at", job->started_at);
	emit_time(b, "completed_at", job->completed_at);
	emit_real(b, "progress_percentage", percent(job->processed,
	    job->total));
	emit_real(b, "success_rate", success_rate(job));
	emit_int(b, "account_id", job->account_id);
	emit_str(b, "account_name", job->account_name);
	emit_id(b, "vacancy_id", job->vacancy_id);
	emit_str(b, "vacancy_name", job->vacancy_name);
	emit_id(b, "status_id", job->status_id);
	emit_str(b, "status_name", job->status_name);
	emit_str(b, "kind", job->kind);
	emit_id(b, "source_id", job->source_id);
	emit_str(b, "scope", job->scope);
	emit_real(b, "delay_seconds", job->delay_seconds);
	emit_str(b, "source", job->source);
}

/* What the services said of a few tasks, each thing once: "a; b". */
static void
join_reasons(const json_t *sample, struct buf *out)
{
	const json_t	*one;
	const char	*why;
	size_t		 i;

	json_array_foreach(sample, i, one) {
		why = field_str(one, "error_message");
		if (why != NULL && *why != '\0' &&
		    strstr(buf_str(out), why) == NULL)
			buf_fmt(out, "%s%s", out->len > 0 ? "; " : "", why);
	}
}

static void
emit_sample(struct buf *b, const json_t *sample, const char *code,
    const char *lang)
{
	const json_t	*one;
	const char	*why;
	char		 text[TEXT_SIZE];
	size_t		 i;

	emit_open(b, "sample", '[');
	json_array_foreach(sample, i, one) {
		why = field_str(one, "error_message");
		text_put(text, sizeof(text), lang, code, why != NULL ? why :
		    "");
		emit_open(b, NULL, '{');
		emit_str(b, "task_id", field_str(one, "task_id"));
		emit_str(b, "name", field_str(one, "name"));
		emit_str(b, "error_message", text);
		emit_close(b, '}');
	}
	emit_close(b, ']');
}

static void
emit_failures(struct buf *b, const struct import_job *job, const char *lang)
{
	own_json json_t	*list = json_loads(job->failures, 0, NULL);
	const json_t	*one, *sample;
	const char	*code;
	char		 text[TEXT_SIZE];
	size_t		 i;

	emit_open(b, "failures", '[');
	json_array_foreach(list, i, one) {
		own_buf struct buf	 why = { 0 };
		own_str char		*all = NULL;

		code = field_str(one, "code");
		sample = json_object_get(one, "sample");
		join_reasons(sample, &why);
		text_put(text, sizeof(text), lang, code, buf_str(&why));
		all = mem_fmt("/clickup/api/bulk-import-items/%lld/?code=%s",
		    (long long)job->id, code);
		emit_open(b, NULL, '{');
		emit_str(b, "code", code);
		emit_int(b, "count", field_num(one, "count", 0));
		emit_str(b, "text", text);
		emit_str(b, "remedy", import_view_remedy(code));
		emit_str(b, "items", all);
		emit_sample(b, sample, code, lang);
		emit_close(b, '}');
	}
	emit_close(b, ']');
}

/* When it will be over: by the speed of the last minute, once there is one. */
static void
emit_eta(struct buf *b, const struct import_job *job)
{
	const int64_t	 left = job->total - job->processed;
	int64_t		 s;

	if (!import_job_runs(job) || job->speed_per_minute <= 0) {
		emit_null(b, "eta_seconds");
		emit_null(b, "eta_at");
		return;
	}
	s = (int64_t)((double)left * 60 / job->speed_per_minute);
	emit_int(b, "eta_seconds", s);
	emit_time(b, "eta_at", job->read_at + s * 1000);
}

static void
emit_progress(struct buf *b, const struct import_job *job)
{
	const bool	 paused = import_job_runs(job) &&
			    job->paused_until > job->read_at;

	emit_int(b, "remaining", is_over(job) ? 0 :
	    job->total - job->processed);
	emit_real(b, "speed_per_minute", import_job_runs(job) ?
	    job->speed_per_minute : 0);
	emit_eta(b, job);
	emit_time(b, "paused_until", paused ? job->paused_until : 0);
	emit_str(b, "paused_by", paused && job->paused_by[0] != '\0' ?
	    job->paused_by : NULL);
	emit_json(b, "working", is_over(job) ? "[]" : job->working);
}

/* Only what is over can be taken back; one that runs is asked for often. */
static int
emit_undo(struct db *db, const struct import_job *job, const char *lang,
    struct buf *b, struct err *err)
{
	if (!import_job_runs(job))
		return import_undo_emit(db, job->id, lang, b, err);
	emit_null(b, "undo");
	return 0;
}

int
import_view_write(struct db *db, const struct import_job *job,
    enum import_view how, const char *lang, struct buf *b, struct err *err)
{
	emit_open(b, NULL, '{');
	emit_job(b, job, lang);
	if (how != IMPORT_VIEW_BRIEF)
		emit_progress(b, job);
	if (how == IMPORT_VIEW_WHOLE) {
		emit_failures(b, job, lang);
		emit_json(b, "speed", job->speed);
	}
	if (emit_undo(db, job, lang, b, err) == -1)
		return -1;
	emit_close(b, '}');
	return 0;
}

void
import_view_push(struct db *db, const struct conf *conf,
    const struct import_job *job, bool stored)
{
	own_buf struct buf	 b = { 0 };
	own_json json_t		*data = NULL;
	struct err		 err = { 0 };

	if (import_view_write(db, job, IMPORT_VIEW_LIVE, job->locale, &b,
	    &err) == -1) {
		log_err(LOG_WARN, "import: tell", &err);
		return;
	}
	if ((data = json_loadb(b.data, b.len, 0, NULL)) == NULL)
		return;
	json_object_del(data, "failed_task_ids");	/* it may be long */
	if (stored)
		live_event_add(db, conf, job->company_id, job->user_id, "import",
		    data);
	else
		live_event_progress(db, conf, job->user_id, "import", data);
}

int
import_view_changed(struct db *db, const struct conf *conf, int64_t id,
    struct import_job *out, struct err *err)
{
	struct err	late = { 0 };

	if (import_figures_count(db, id, &late) == -1)
		log_err(LOG_WARN, "import: figures", &late);
	if (import_job_get(db, id, out, err) == -1)
		return -1;
	import_view_push(db, conf, out, true);
	return 0;
}
