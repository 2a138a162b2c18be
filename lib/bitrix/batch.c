#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "bitrix/api.h"
#include "bitrix/api_int.h"
#include "bitrix/operating.h"
#include "bitrix/query.h"
#include "bitrix/refusal.h"
#include "io/field.h"

#define ROUNDS		6	/* a command that is not run again and again */
#define NAME_SIZE	24

/* A command that was refused until later. */
struct busy {
	const char	*method;	/* NULL: none was */
	struct err	 why;
};

static bool
is_done(const struct bitrix_command *c)
{
	return c->result != NULL || c->why != NULL;
}

void
bitrix_commands_clear(struct bitrix_command *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		json_decref(v[i].result);
		free(v[i].why);
		v[i].result = NULL;
		v[i].why = NULL;
	}
}

static void
put_name(size_t i, char out[NAME_SIZE])
{
	snprintf(out, NAME_SIZE, "c%zu", i);
}

/* {halt: 0, cmd: {c0: "method?query"}} of those that are not done. */
static json_t *
params_of(const struct bitrix_command *v, size_t n)
{
	json_t	*cmd = json_object();
	char	 name[NAME_SIZE];

	for (size_t i = 0; i < n; i++) {
		own_buf struct buf	line = { 0 };

		if (is_done(&v[i]))
			continue;
		buf_fmt(&line, "%s?", v[i].method);
		bitrix_query_put(&line, v[i].params);
		put_name(i, name);
		json_object_set_new(cmd, name, json_string(buf_str(&line)));
	}
	return json_pack("{s:i, s:o}", "halt", 0, "cmd", cmd);
}

/* One that is refused until later is not done. */
static void
set_why(struct bitrix *b, struct bitrix_command *c, const json_t *refusal,
    const json_t *time, struct busy *busy)
{
	struct err	why = { 0 };

	bitrix_refusal_set(c->method, 0, refusal, &why);
	if (strcmp(why.code, "bitrix.operating") == 0)
		bitrix_operating_over(bitrix_db(b), bitrix_portal(b),
		    c->method, time != NULL ? time : json_object_get(refusal,
		    "time"), &why);
	if (why.kind == ERR_BUSY) {
		*busy = (struct busy){ c->method, why };
		return;
	}
	c->why = mem_zero(sizeof(*c->why));
	*c->why = why;
}

/* What the answer says of each; a command in neither map was not run. */
static void
read_answer(struct bitrix *b, const json_t *got, struct bitrix_command *v,
    size_t n, struct busy *busy)
{
	const json_t	*results = json_object_get(got, "result");
	const json_t	*errors = json_object_get(got, "result_error");
	const json_t	*times = json_object_get(got, "result_time");
	char		 name[NAME_SIZE];

	for (size_t i = 0; i < n; i++) {
		json_t	*result, *refusal, *time;

		if (is_done(&v[i]))
			continue;
		put_name(i, name);
		result = bitrix_member(results, name);
		refusal = bitrix_member(errors, name);
		time = bitrix_member(times, name);
		if (refusal != NULL) {
			set_why(b, &v[i], refusal, time, busy);
			continue;
		}
		if (result == NULL)
			continue;
		v[i].result = json_incref(result);
		bitrix_operating_learn(bitrix_db(b), bitrix_portal(b),
		    v[i].method, time);
	}
}

static size_t
left(const struct bitrix_command *v, size_t n)
{
	size_t	 count = 0;

	for (size_t i = 0; i < n; i++)
		count += !is_done(&v[i]);
	return count;
}

/* The operating time of every method that is yet to be run. */
static int
wait_all(struct bitrix *b, const struct bitrix_command *v, size_t n,
    int64_t left_ms, struct err *err)
{
	const char	*last = "";

	for (size_t i = 0; i < n; i++) {
		if (is_done(&v[i]) || strcmp(v[i].method, last) == 0)
			continue;
		last = v[i].method;
		if (bitrix_operating_wait(bitrix_db(b), bitrix_portal(b),
		    last, left_ms, err) == -1)
			return -1;
	}
	return 0;
}

/* At most BITRIX_COMMANDS_MAX of them. */
static int
run_some(struct bitrix *b, struct bitrix_command *v, size_t n,
    struct err *err)
{
	const int64_t	until = clock_mono_ms() + bitrix_patience_ms(b);

	for (int round = 1; left(v, n) > 0; round++) {
		own_json json_t	*params = params_of(v, n), *got = NULL;
		struct busy	 busy = { 0 };

		if (round > ROUNDS)
			return err_code(err, ERR_REMOTE, "bitrix.batch",
			    "commands that are not run");
		if (wait_all(b, v, n, until - clock_mono_ms(), err) == -1 ||
		    bitrix_do(b, "batch", params, &got, err) == -1)
			return -1;
		if (!json_is_object(got)) {
			err->unsure = true;
			return err_code(err, ERR_REMOTE, "bitrix.shape",
			    "batch");
		}
		read_answer(b, got, v, n, &busy);
		if (busy.method != NULL && !bitrix_waits(b, busy.method,
		    round, until - clock_mono_ms(), &busy.why)) {
			*err = busy.why;
			return -1;
		}
	}
	return 0;
}

int
bitrix_batch(struct bitrix *b, struct bitrix_command *v, size_t n,
    struct err *err)
{
	for (size_t at = 0; at < n; at += BITRIX_COMMANDS_MAX) {
		const size_t	 some = n - at < BITRIX_COMMANDS_MAX ? n - at :
				    BITRIX_COMMANDS_MAX;

		if (run_some(b, v + at, some, err) == -1)
			return -1;
	}
	return 0;
}
