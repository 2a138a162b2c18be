#include "timeline/timeline.h"

#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "io/cursor.h"
#include "io/db.h"
#include "io/db_build.h"
#include "team/right.h"

const char *const timeline_kinds[] = { "platform", "join", "change", "note",
	"import", "export", "task", "clickup", "huntflow", "file", "message",
	NULL };

/* --- where lines come from --- */

/* Each statement gives at, place, kind, action, user_name, via, title, href, data. A place is the
 * id of its row, and which of the PLACES lines that a row may give. */
#define PLACES	"16"
#define WHO	"IF(u.name <> '', u.name, u.email)"

struct asking {
	const struct right_who		*who;
	const struct timeline_ask	*ask;
};

static struct db_args
group_args(struct db_arg to[2], const struct asking *a)
{
	to[0] = to[1] = db_int(a->ask->candidate_id);
	return (struct db_args){ to, 2 };
}

static void
add_history(struct db_build *b, const struct asking *a)
{
	struct db_arg	group[2];

	db_build_add(b, "SELECT h.created_at AS at, h.id * " PLACES " AS place, "
	    "CASE WHEN h.action IN ('found', 'update', 'contact', 'response') "
	    "THEN 'platform' "
	    "WHEN h.action IN ('join', 'split', 'undo', 'apart', 'apart.undo') THEN 'join' "
	    "WHEN h.action IN ('note', 'note.delete') THEN 'note' "
	    "WHEN h.action IN ('import', 'import.undo', 'invite') "
	    "THEN 'import' WHEN h.action = 'export' THEN 'export' "
	    "WHEN h.action IN ('huntflow', 'huntflow_removed') THEN 'huntflow' "
	    "ELSE 'change' END AS kind, h.action AS action, " WHO
	    " AS user_name, h.via AS via, '' AS title, '' AS href, "
	    "h.data AS data FROM " CANDIDATE_GROUP " JOIN candidate_history h "
	    "ON h.candidate_id = g.id LEFT JOIN user u ON u.id = h.user_id",
	    group_args(group, a));
}

static void
add_tasks(struct db_build *b, const struct asking *a)
{
	struct db_arg	group[2];

	db_build_add(b, "SELECT h.created_at, h.id * " PLACES " + 1, 'task', "
	    "h.action, " WHO ", h.via, t.title, CONCAT('/tasks/', t.id, '/'), "
	    "'{}' FROM " CANDIDATE_GROUP " JOIN task t ON "
	    "t.link_kind = 'candidate' AND "
	    "t.link_id = CONVERT(g.id USING ascii) COLLATE ascii_bin "
	    "JOIN task_history h ON h.task_id = t.id AND h.action <> 'spread' "
	    "LEFT JOIN user u ON u.id = h.user_id WHERE t.deleted_at IS NULL "
	    "AND ", group_args(group, a));
	right_sees_tasks(b, a->who);
}

/* Things that share a contact with the person. */
#define SHARING(owner) CANDIDATE_GROUP " JOIN contact m ON "			\
	"m.owner = 'candidate' AND m.ref = g.id JOIN contact k ON "		\
	"k.company_id = m.company_id AND k.kind = m.kind AND "			\
	"k.value = m.value AND k.owner = '" owner "' "

/* The tasks that the one who looks has. */
static void
add_clickup(struct db_build *b, const struct asking *a)
{
	struct db_arg	group[2];

	db_build_add(b, "SELECT DISTINCT CASE w.n WHEN 2 THEN t.date_created "
	    "WHEN 3 THEN t.date_updated ELSE t.date_closed END AS at, "
	    "t.id * " PLACES " + w.n, 'clickup', ELT(w.n - 1, 'created', "
	    "'updated', 'closed'), NULL, 'service', t.name, "
	    "CONCAT('/clickup/task/', t.task_id, '/'), "
	    "JSON_OBJECT('status', t.status) FROM " SHARING("task")
	    "JOIN clickup_task t ON t.id = k.ref JOIN (SELECT 2 AS n "
	    "UNION ALL SELECT 3 UNION ALL SELECT 4) w WHERE t.user_id = ? AND "
	    "(w.n < 4 OR t.date_closed IS NOT NULL)", group_args(group, a));
	db_build_add(b, "", DB_ARGS(db_int(a->who->user_id)));
}

/* n.id: the one who looks has a key of that Huntflow. */
#define SIGHT(environment) "LEFT JOIN user v ON v.id = ? LEFT JOIN "		\
	"connection n ON n.owner_id = v.id AND n.provider = 'huntflow' AND "	\
	"n.environment = v.active_system AND n.environment = " environment " "

/* What went there out of ClickUp; what went as a candidate is in the history. The address is for
 * those who have a key of that Huntflow. */
static void
add_huntflow(struct db_build *b, const struct asking *a)
{
	struct db_arg	group[2];

	db_build_add(b, "SELECT DISTINCT IFNULL(x.done_at, x.created_at), "
	    "x.id * " PLACES " + 5, 'huntflow', x.state, " WHO ", 'import', "
	    "IF(x.user_id = ?, x.task_name, ''), IF(n.id IS NULL OR "
	    "x.applicant_id IS NULL, '', CONCAT('/huntflow/accounts/', "
	    "x.account_id, '/applicants/', x.applicant_id, '/')), '{}' FROM ",
	    DB_ARGS(db_int(a->who->user_id)));
	db_build_add(b, SHARING("transfer") "JOIN transfer x ON x.id = k.ref "
	    "LEFT JOIN user u ON u.id = x.user_id ", group_args(group, a));
	db_build_add(b, SIGHT("x.environment") "WHERE x.kind <> 'candidate' AND "
	    "x.state <> 'removed'",
	    DB_ARGS(db_int(a->who->user_id)));
}

/* Stages of those who are the person, as far as logs of Huntflow were read. */
static void
add_stages(struct db_build *b, const struct asking *a)
{
	struct db_arg	group[2];

	db_build_add(b, "SELECT DISTINCT s.at, s.id * " PLACES " + 8, "
	    "'huntflow', 'stage', s.author, '', s.vacancy, IF(n.id IS NULL, "
	    "'', CONCAT('/huntflow/accounts/', f.account_id, '/applicants/', "
	    "f.applicant_id, '/')), JSON_OBJECT('status', s.status, 'from', "
	    "(SELECT p.status FROM huntflow_stage p WHERE p.person_id = "
	    "s.person_id AND p.vacancy_id = s.vacancy_id AND p.at <= s.at "
	    "AND (p.at < s.at OR p.id < s.id) "
	    "ORDER BY p.at DESC, p.id DESC LIMIT 1)) FROM "
	    SHARING("applicant") "JOIN huntflow_person f ON f.id = k.ref "
	    "JOIN huntflow_stage s ON s.person_id = f.id ",
	    group_args(group, a));
	db_build_add(b, SIGHT("f.environment"), DB_ARGS(db_int(
	    a->who->user_id)));
}

static void
add_files(struct db_build *b, const struct asking *a)
{
	struct db_arg	group[2];

	db_build_add(b, "SELECT d.created_at, d.id * " PLACES " + 6, 'file', "
	    "'received', " WHO ", IF(d.inbox_item_id IS NULL, 'page', "
	    "'bot'), d.name, '', '{}' FROM "
	    CANDIDATE_GROUP " JOIN document d ON d.candidate_id = g.id "
	    "LEFT JOIN user u ON u.id = d.user_id", group_args(group, a));
}

/* Letters and chat messages to the person. */
static void
add_messages(struct db_build *b, const struct asking *a)
{
	struct db_arg	group[2];

	db_build_add(b, "SELECT o.created_at, o.id * " PLACES " + 7, "
	    "'message', o.kind, NULL, 'service', '', '', "
	    "JSON_OBJECT('channel', o.channel, 'state', o.state) FROM "
	    CANDIDATE_GROUP " JOIN candidate c ON c.id = g.id JOIN outbox o "
	    "ON o.user_id = c.user_id", group_args(group, a));
}

/* kind NULL: of several. The first one names the columns, and is always asked. */
static const struct {
	const char	*kind;
	void		(*add)(struct db_build *, const struct asking *);
} sources[] = {
	{ NULL, add_history }, { "task", add_tasks },
	{ "clickup", add_clickup }, { "huntflow", add_huntflow },
	{ "huntflow", add_stages },
	{ "file", add_files }, { "message", add_messages },
};

/* Those that may have lines of the kind. */
static void
add_sources(struct db_build *b, const struct asking *a)
{
	for (size_t i = 0; i < nitems(sources); i++) {
		if (a->ask->kind != NULL && sources[i].kind != NULL &&
		    strcmp(sources[i].kind, a->ask->kind) != 0)
			continue;
		if (i > 0)
			db_build_add(b, " UNION ALL ", DB_NONE);
		sources[i].add(b, a);
	}
}

/* --- lines --- */

static void
put_line(struct buf *out, const struct db_rows *rows)
{
	static const struct { const char *name; int col; } texts[] = {
		{ "kind", 2 }, { "action", 3 }, { "user_name", 4 },
		{ "via", 5 }, { "title", 6 }, { "href", 7 },
	};

	emit_open(out, NULL, '{');
	emit_int(out, "id", db_col_int(rows, 1));
	emit_time(out, "at", db_col_time(rows, 0));
	for (size_t i = 0; i < nitems(texts); i++) {
		const char	*text = db_col_str(rows, texts[i].col);

		emit_str(out, texts[i].name, text != NULL && *text != '\0' ?
		    text : NULL);
	}
	emit_json(out, "data", db_col_str(rows, 8));
	emit_close(out, '}');
}

int
timeline_emit(struct db *db, struct buf *out, const struct right_who *who,
    const struct timeline_ask *ask, struct cursor *last, bool *more,
    struct err *err)
{
	const struct asking		 a = { who, ask };
	const struct db_arg		 from = db_time(ask->from->number);
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;
	int64_t				 n = 0;

	db_build_add(&b, "SELECT * FROM (", DB_NONE);
	add_sources(&b, &a);
	db_build_add(&b, ") l WHERE (? = 0 OR l.at < ? OR (l.at = ? AND "
	    "l.place < ?)) AND (? IS NULL OR l.kind = ?) ORDER BY l.at DESC, "
	    "l.place DESC LIMIT ?", DB_ARGS(db_int(ask->from->id), from, from,
	    db_int(ask->from->id), db_str(ask->kind), db_str(ask->kind),
	    db_int(ask->size + 1)));
	if (db_build_query(db, &b, &rows, err) == -1)
		return -1;
	emit_open(out, NULL, '[');
	for (; n < ask->size && db_rows_next(rows); n++) {
		last->number = db_col_time(rows, 0);
		last->id = db_col_int(rows, 1);
		put_line(out, rows);
	}
	emit_close(out, ']');
	*more = n == ask->size && db_rows_next(rows);
	return 0;
}
