#include "platform/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "io/fetch_many.h"
#include "io/field.h"
#include "platform/dictionary.h"
#include "platform/link.h"
#include "platform/run_int.h"

#define TIMEOUT_MS	15000	/* of one request */
#define PERSON_MS	6000	/* how long a request may wait for its turn */
#define BACKGROUND_MS	70000
#define TURN_MS		5	/* of that, while others are looked after */
#define LOOK_MS		25
#define IDLE_MS		500

struct platform_run *
platform_run_open(struct db *db, const struct conf *conf,
    int64_t deadline_ms, struct err *err)
{
	struct platform_run	*run = mem_zero(sizeof(*run));

	run->db = db;
	run->conf = conf;
	run->deadline_ms = deadline_ms;
	if ((run->many = fetch_many_open(err)) != NULL)
		return run;
	free(run);
	return NULL;
}

static void
part_free(struct run_part *part)
{
	if (part->state != NULL)
		part->talk->close(part->state);
	platform_request_clear(&part->req);
	platform_request_clear(&part->trade);
	platform_got_clear(&part->done.got);
	platform_link_close(part->link);
	json_decref(part->kept);
	free(part);
}

void
platform_run_close(struct platform_run *run)
{
	if (run == NULL)
		return;
	fetch_many_close_p(&run->many);
	while (run->parts != NULL) {
		struct run_part	*part = run->parts;

		run->parts = part->next;
		part_free(part);
	}
	free(run);
}

void
platform_run_close_p(struct platform_run **run)
{
	platform_run_close(*run);
	*run = NULL;
}

void
platform_run_add(struct platform_run *run, struct platform_link *link,
    const struct platform_talk *talk, const struct platform_ask *ask,
    void *arg)
{
	struct run_part	*part = mem_zero(sizeof(*part));
	struct run_part	**at = &run->parts;

	part->link = link;
	part->talk = talk;
	part->ask = *ask;
	part->done.arg = arg;
	part->done.got.total = -1;
	part->began_ms = clock_mono_ms();
	part->state = talk->open(&part->ask);
	while (*at != NULL)
		at = &(*at)->next;
	*at = part;
}

/* Of a search: people that made no sense are said; when nobody did, the board has changed. */
static int
judge_read(struct run_part *part, int rc)
{
	struct platform_got	*got = &part->done.got;
	char			 count[24];

	if (rc == -1 || part->talk != part->link->platform->search ||
	    got->unreadable == 0)
		return rc;
	snprintf(count, sizeof(count), "%lld", (long long)got->unreadable);
	if (json_array_size(got->found) == 0)
		return err_code(&part->done.err, ERR_REMOTE, "platform.shape",
		    "%s: %s people without an id",
		    part->link->platform->title, count);
	platform_got_note(got, "platform.unreadable", count);
	return 0;
}

void
run_end(struct run_part *part, int rc)
{
	rc = judge_read(part, rc);
	ignored_note(&part->ignored, &part->done.got);
	part->done.rc = rc;
	part->done.took_ms = clock_mono_ms() - part->began_ms;
	part->phase = RUN_ENDED;
}

/* --- a dictionary that may be here already --- */

static struct dictionary_key
dictionary_of(const struct run_part *part)
{
	return (struct dictionary_key){ part->link->platform->name,
	    part->link->base_url, part->req.dictionary };
}

static void
give_answer(struct run_part *part, const json_t *doc)
{
	const struct platform	*platform = part->link->platform;
	const int		 rc = part->talk->take(part->state, doc,
				    &part->done.got, &part->done.err);

	if (part->talk == platform->search)
		ignored_look(&part->ignored, platform, part->ask.wish,
		    part->ask.now_ms, part->done.got.found);
	if (rc == -1)
		run_end(part, -1);
	else
		part->phase = RUN_NEXT;
}

/* True: it was here, and fresh. */
static bool
look_up(struct platform_run *run, struct run_part *part)
{
	const struct dictionary_key	key = dictionary_of(part);
	struct dictionary		known;
	struct err			err = { 0 };

	if (dictionary_get(run->db, &key, &known, &err) == -1) {
		log_err(LOG_WARN, "platform: dictionary", &err);
		return false;
	}
	json_decref(part->kept);
	part->kept = known.data;
	memcpy(part->kept_etag, known.etag, sizeof(known.etag));
	if (known.data != NULL && known.fresh) {
		give_answer(part, part->kept);
		return true;
	}
	if (known.data != NULL && known.etag[0] != '\0')
		platform_request_header(&part->req, "If-None-Match",
		    part->kept_etag);
	return false;
}

static void
take_dictionary(struct platform_run *run, struct run_part *part,
    const struct fetch_done *done)
{
	const struct dictionary_key	 key = dictionary_of(part);
	own_json json_t			*kept = NULL;
	struct err			 err = { 0 };
	int				 rc;

	if (done->status == 304 && part->kept != NULL) {
		rc = dictionary_touch(run->db, &key, &err);
	} else {
		kept = part->link->platform->distil(key.name, done->doc);
		rc = kept != NULL ? dictionary_put(run->db, &key, kept,
		    done->etag, &err) : 0;
	}
	if (rc == -1)
		log_err(LOG_WARN, "platform: dictionary", &err);
	give_answer(part, kept != NULL ? kept : part->kept);
}

/* --- requests --- */

static void
look_up_kept(struct platform_run *run, struct run_part *part)
{
	own_json json_t	*doc = run_kept_get(run, part);

	if (doc != NULL)
		give_answer(part, doc);
}

/* Only what made sense is kept. */
static void
take_plain(struct platform_run *run, struct run_part *part,
    const struct fetch_done *done)
{
	give_answer(part, done->doc);
	if (part->phase == RUN_NEXT && part->req.kept_s > 0)
		run_kept_put(run, part, done->doc);
}

static void
find_next(struct platform_run *run, struct run_part *part)
{
	const struct platform	*platform = part->link->platform;
	int			 rc;

	platform_request_clear(&part->req);
	rc = part->talk->next(part->state, &part->req, &part->done.err);
	if (rc != 1) {
		run_end(part, rc);
		return;
	}
	platform->dress(&part->link->keys, part->link->agent, &part->req);
	part->retried = false;
	part->waits_ms = clock_mono_ms();
	part->phase = RUN_BUDGET;
	if (part->req.dictionary != NULL)
		look_up(run, part);
	else if (part->req.kept_s > 0)
		look_up_kept(run, part);
}

void
run_send(struct platform_run *run, struct run_part *part,
    struct platform_request *req, enum run_phase phase)
{
	struct fetch	*link = platform_link_fetch(part->link, req,
			    &part->done.err);

	req->http.timeout_ms = TIMEOUT_MS;
	part->asked_ms = clock_mono_ms();
	part->done.calls++;
	if (link == NULL || fetch_many_add(run->many, link, &req->http, part,
	    &part->done.err) == -1)
		run_end(part, -1);
	else
		part->phase = phase;
}

static void
wait_turn(struct platform_run *run, struct run_part *part)
{
	const struct platform	*platform = part->link->platform;
	struct fetch		*link = platform_link_fetch(part->link,
				    &part->req, &part->done.err);
	const int64_t		 most = conf_background(run->conf) ?
				    BACKGROUND_MS : PERSON_MS;
	int			 rc = link == NULL ? -1 : fetch_many_budget(
				    link, TURN_MS, &part->done.err);

	if (rc == 1) {
		run_send(run, part, &part->req, RUN_SENT);
	} else if (rc == -1) {
		run_end(part, -1);
	} else if (clock_mono_ms() - part->waits_ms > most) {
		platform_refusal_set(PLATFORM_BUSY, platform->title, NULL,
		    &part->done.err);
		run_end(part, -1);
	}
}

/* A fault on the way, once: the request is sent again. */
static bool
worth_another(struct run_part *part, const struct fetch_done *done)
{
	const int	status = done->err.remote_status;
	const char	*method = part->req.http.method;

	if (part->retried || (method != NULL && strcmp(method, "GET") != 0) ||
	    done->err.kind != ERR_REMOTE)
		return false;
	return status == 0 || status == 500 || (status >= 502 &&
	    status <= 504);
}

/* Once, and only of what was asked with a token. */
static bool
worth_renewing(const struct run_part *part, enum platform_refusal refusal)
{
	return (refusal == PLATFORM_EXPIRED || refusal == PLATFORM_DOUBT) &&
	    part->link->platform->oauth != NULL && !part->renewed &&
	    !part->req.bare && !part->req.oauth && !part->req.catalog &&
	    part->link->keys.access_token != NULL;
}

void
run_refused(struct run_part *part)
{
	if (part->talk->refused != NULL && part->talk->refused(part->state,
	    &part->done.err, &part->done.got) == 0) {
		part->done.err = (struct err){ 0 };
		part->phase = RUN_NEXT;
	} else {
		run_end(part, -1);
	}
}

static void
take_refusal(struct run_part *part, const struct fetch_done *done)
{
	const struct platform	*platform = part->link->platform;
	enum platform_refusal	 refusal;
	char			 said[200] = "";

	part->done.err = done->err;
	if (done->err.remote_status >= 400) {
		refusal = platform->refusal(done->err.remote_status,
		    json_is_object(done->doc) ? done->doc : NULL, said,
		    sizeof(said));
		platform_refusal_set(refusal, platform->title,
		    said[0] != '\0' ? said : NULL, &part->done.err);
		if (worth_renewing(part, refusal)) {
			part->doubt = refusal == PLATFORM_DOUBT;
			part->phase = RUN_RENEW;
			return;
		}
	} else if (strcmp(done->err.code, "io.remote_shape") == 0) {
		snprintf(part->done.err.code, sizeof(part->done.err.code),
		    "platform.shape");
	}
	run_refused(part);
}

static void
take_answer(struct platform_run *run, struct run_part *part,
    const struct fetch_done *done)
{
	if (done->rc == 0 && part->req.dictionary != NULL) {
		take_dictionary(run, part, done);
	} else if (done->rc == 0) {
		take_plain(run, part, done);
	} else if (worth_another(part, done)) {
		part->retried = true;
		part->waits_ms = clock_mono_ms();
		part->phase = RUN_BUDGET;
	} else if (part->req.dictionary != NULL && part->kept != NULL) {
		give_answer(part, part->kept);	/* an old one is better than none */
	} else {
		take_refusal(part, done);
	}
}

/* --- all of them --- */

static void
step(struct platform_run *run, struct run_part *part)
{
	while (part->phase == RUN_NEXT)
		find_next(run, part);
	if (part->phase == RUN_RENEW)
		run_renew_ask(run, part);
	if (part->phase == RUN_BUDGET)
		wait_turn(run, part);
	if (part->phase >= RUN_ENDED || run->deadline_ms == 0 ||
	    part->phase == RUN_TRADED ||	/* the new pair must not be lost */
	    clock_mono_ms() - part->began_ms < run->deadline_ms)
		return;
	fetch_many_drop(run->many, part);
	err_code(&part->done.err, ERR_TIMEOUT, "platform.slow", "%s",
	    part->link->platform->title);
	run_end(part, -1);
}

static void
wait_for_one(struct platform_run *run, bool sent)
{
	own_json json_t		*doc = NULL;
	struct fetch_done	 done;
	struct run_part		*part;

	if (fetch_many_wait(run->many, sent ? IDLE_MS : LOOK_MS, &done) != 1)
		return;
	doc = done.doc;
	part = done.arg;
	if (part->phase == RUN_TRADED)
		run_renew_take(run, part, &done);
	else
		take_answer(run, part, &done);
}

struct platform_done *
platform_run_next(struct platform_run *run)
{
	for (;;) {
		bool	 open = false, sent = true;

		for (struct run_part *p = run->parts; p != NULL; p = p->next)
			step(run, p);
		for (struct run_part *p = run->parts; p != NULL;
		    p = p->next) {
			if (p->phase == RUN_ENDED) {
				p->phase = RUN_TOLD;
				return &p->done;
			}
			open |= p->phase != RUN_TOLD;
			sent &= p->phase != RUN_BUDGET &&
			    p->phase != RUN_RENEW;
		}
		if (!open)
			return NULL;
		wait_for_one(run, sent);
	}
}
