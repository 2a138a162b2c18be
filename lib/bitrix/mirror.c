#include "bitrix/mirror.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "account/audit.h"
#include "account/caller.h"
#include "base/err.h"
#include "base/log.h"
#include "bitrix/task_ask.h"
#include "io/field.h"
#include "service/provider_sync.h"

#define TRIES	4	/* of a task that others change meanwhile */

static void
mirror_drop(struct mirror *m)
{
	bitrix_commands_clear(m->command, m->n);
	for (size_t i = 0; i < m->n; i++) {
		json_decref(m->command[i].params);
		bitrix_link_clear(&m->sent[i].link);
	}
	m->n = 0;
}

void
mirror_close(struct mirror *m)
{
	mirror_drop(m);
	bitrix_project_clear(&m->p);
	json_decref(m->people);
}

/* --- what is sent --- */

/* It is certain that a new one is not there: the next sync need not wait for it. */
static int
not_made(struct mirror *m, struct sending *s, struct err *err)
{
	s->link.sent = false;
	return !s->add ? 0 : bitrix_link_save(m->r->who->db, &m->p, &s->link,
	    err);
}

/* The call failed before it was carried out. */
static void
none_made(struct mirror *m)
{
	struct err	why = { 0 };

	for (size_t i = 0; i < m->n; i++)
		if (m->command[i].result == NULL &&
		    not_made(m, &m->sent[i], &why) == -1)
			log_err(LOG_WARN, "bitrix: not sent", &why);
}

static int
take_answer(struct mirror *m, struct sending *s, struct bitrix_command *c,
    struct err *err)
{
	char	record[40];

	if (c->why != NULL) {
		snprintf(record, sizeof(record), "task %" PRId64,
		    s->link.task_id);
		provider_run_failed(m->r, record, c->why);
		return not_made(m, s, err);
	}
	s->link.sent = false;
	if (s->add) {
		s->link.external_id = bitrix_task_id(c->result);
		m->r->run.created++;
	} else
		m->r->run.updated++;
	s->link.state = s->link.external_id > 0 ? BITRIX_LINKED : BITRIX_NEW;
	return bitrix_link_save(m->r->who->db, &m->p, &s->link, err);
}

int
mirror_flush(struct mirror *m, struct err *err)
{
	int	rc = 0;

	if (m->n == 0)
		return 0;
	if (bitrix_batch(m->api, m->command, m->n, err) == -1) {
		rc = -1;
		if (!err->unsure)
			none_made(m);
	}
	for (size_t i = 0; i < m->n && rc == 0; i++)
		rc = take_answer(m, &m->sent[i], &m->command[i], err);
	if (rc == 0)
		rc = provider_run_step(m->r, err);
	mirror_drop(m);
	return rc;
}

/* Takes link and params. */
static int
send_later(struct mirror *m, bool add, struct bitrix_link *link,
    json_t *params, struct err *err)
{
	m->sent[m->n] = (struct sending){ .link = give(*link), .add = add };
	m->command[m->n++] = (struct bitrix_command){
		.method = add ? "tasks.task.add" : "tasks.task.update",
		.params = params };
	return m->n == nitems(m->sent) ? mirror_flush(m, err) : 0;
}

/* --- what we make there --- */

/* Nobody here is linked to an employee there: then it is the one whose access we use. */
static int
find_self(struct mirror *m, struct err *err)
{
	own_json json_t	*who = NULL;
	const char	*id;

	if (m->self[0] != '\0')
		return 0;
	if (bitrix_do(m->api, "profile", NULL, &who, err) == -1)
		return -1;
	if ((id = field_str(who, "ID")) == NULL)
		return err_code(err, ERR_REMOTE, "bitrix.shape", "profile");
	snprintf(m->self, sizeof(m->self), "%s", id);
	return 0;
}

int
mirror_make_there(struct mirror *m, struct bitrix_link *link, json_t *ours,
    struct err *err)
{
	json_t	*fields;

	if (find_self(m, err) == -1)
		return -1;
	if (link->mark[0] == '\0')
		bitrix_link_mark(link->mark);
	fields = bitrix_copy_fields_of(ours, ours, link->mark, &m->words);
	if (json_object_get(fields, "RESPONSIBLE_ID") == NULL)
		json_object_set_new(fields, "RESPONSIBLE_ID",
		    json_string(m->self));
	json_object_set_new(fields, "GROUP_ID", json_integer(m->p.group_id));
	json_decref(link->ours);
	json_decref(link->theirs);
	link->ours = json_incref(ours);
	link->theirs = bitrix_copy_after(NULL, ours, fields, &m->words);
	link->state = BITRIX_NEW;
	link->sent = true;
	if (bitrix_link_save(m->r->who->db, &m->p, link, err) == -1) {
		json_decref(fields);
		return -1;
	}
	return send_later(m, true, link, json_pack("{s:o}", "fields", fields),
	    err);
}

/* --- one that both have --- */

int
mirror_unlink(struct mirror *m, struct bitrix_link *link, struct err *err)
{
	link->state = BITRIX_UNLINKED;
	return bitrix_link_save(m->r->who->db, &m->p, link, err);
}

/* Of two changes of one field one was kept; the admins can see which. */
static void
tell_conflicts(struct mirror *m, const struct bitrix_link *link,
    json_t *conflicts)
{
	own_str char	*object = mem_fmt("task:%" PRId64, link->task_id);
	own_json json_t	*data = json_pack("{s:I, s:I, s:O}", "account_id",
			    (json_int_t)m->p.account_id, "bitrix_id",
			    (json_int_t)link->external_id, "fields",
			    conflicts);

	if (json_array_size(conflicts) == 0)
		return;
	audit_add(m->r->who->db, &(struct audit){
		.company_id = m->p.company_id, .action = "bitrix24.conflict",
		.object = object, .data = data, .via = "service" });
}

/* The change goes there; the link is stored when it was taken. */
static int
change_there(struct mirror *m, struct bitrix_link *link, json_t *changes,
    json_t *ours, json_t *theirs, struct err *err)
{
	own_json json_t	*whole = json_copy(theirs);
	own_json json_t	*fields = NULL;
	json_t		*after;

	json_object_update(whole, changes);
	fields = bitrix_copy_fields_of(changes, whole, link->mark[0] != '\0' ?
	    link->mark : NULL, &m->words);
	after = bitrix_copy_after(theirs, changes, fields, &m->words);
	json_decref(link->ours);
	json_decref(link->theirs);
	link->ours = json_incref(ours);
	link->theirs = after;
	if (json_object_size(fields) == 0)
		return bitrix_link_save(m->r->who->db, &m->p, link, err);
	return send_later(m, false, link, json_pack("{s:I, s:O}", "taskId",
	    (json_int_t)link->external_id, "fields", fields), err);
}

/* One try: 1: somebody changed the task here meanwhile. */
static int
settle_once(struct mirror *m, struct bitrix_link *link, json_t *theirs,
    int64_t changed_at, struct err *err)
{
	own_bitrix_merge struct bitrix_merge	merge = { 0 };
	own_json json_t	*task = NULL, *ours = NULL;

	if (m->home->get(&m->by, link->task_id, &task, err) == -1) {
		if (err->kind != ERR_ABSENT)
			return -1;
		*err = (struct err){ 0 };
		return mirror_unlink(m, link, err);
	}
	if (json_is_true(json_object_get(task, "deleted")))
		return mirror_unlink(m, link, err);
	ours = bitrix_copy_ours(task);
	bitrix_merge(link->ours, ours, link->theirs, theirs, m->p.fields,
	    field_num(task, "updated_at", 0) > changed_at, &merge);
	if (json_object_size(merge.ours) > 0) {
		if (m->home->change(&m->by, link->task_id, field_num(task,
		    "version", 0), merge.ours, err) == -1) {
			if (strcmp(err->code, "team.version") != 0)
				return -1;
			*err = (struct err){ 0 };
			return 1;
		}
		json_object_update(ours, merge.ours);
		m->r->run.updated++;
	}
	tell_conflicts(m, link, merge.conflicts);
	link->changed_at = changed_at;
	return change_there(m, link, merge.theirs, ours, theirs, err);
}

int
mirror_settle(struct mirror *m, struct bitrix_link *link, json_t *theirs,
    int64_t changed_at, struct err *err)
{
	int	rc = 1;

	for (int n = 0; n < TRIES && rc == 1; n++)
		rc = settle_once(m, link, theirs, changed_at, err);
	return rc;
}

/* --- what they have --- */

int
mirror_make_here(struct mirror *m, int64_t external_id, json_t *theirs,
    int64_t changed_at, struct err *err)
{
	own_bitrix_link struct bitrix_link	link = {
		.external_id = external_id, .state = BITRIX_LINKED,
		.changed_at = changed_at, .theirs = json_incref(theirs) };
	own_str char	*id = mem_fmt("%" PRId64 ":%" PRId64, m->p.account_id,
			    external_id);
	own_json json_t	*task = NULL;

	if (m->home->add(&m->by, m->p.project_id, id, theirs, &link.task_id,
	    err) == -1 || m->home->get(&m->by, link.task_id, &task,
	    err) == -1)
		return -1;
	link.ours = bitrix_copy_ours(task);
	m->r->run.created++;
	return bitrix_link_save(m->r->who->db, &m->p, &link, err);
}
