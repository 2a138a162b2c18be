#include "clickup/choice.h"

#include "io/db.h"

/* Counted in the index; type and color are those of one task of the status. */
int
clickup_choice_statuses(struct db *db, int64_t connection_id,
    struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT s.status, s.n, t.status_type, "
	    "t.status_color FROM (SELECT status, COUNT(*) n, MAX(id) id "
	    "FROM clickup_task WHERE connection_id = ? GROUP BY status) s "
	    "JOIN clickup_task t ON t.id = s.id ORDER BY s.n DESC LIMIT 200",
	    DB_ARGS(db_int(connection_id)), out, err);
}

int
clickup_choice_priorities(struct db *db, int64_t connection_id,
    struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT ELT(p.place, 'urgent', 'high', 'normal', "
	    "'low', 'none'), p.n FROM (SELECT priority_sort DIV "
	    "253402300800000 place, COUNT(*) n FROM clickup_task "
	    "WHERE connection_id = ? GROUP BY place) p ORDER BY p.place",
	    DB_ARGS(db_int(connection_id)), out, err);
}

int
clickup_choice_marks(struct db *db, int64_t connection_id, const char *kind,
    struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT name, COUNT(*) n FROM clickup_task_mark "
	    "WHERE connection_id = ? AND kind = ? GROUP BY name "
	    "ORDER BY n DESC, name LIMIT 200", DB_ARGS(db_int(connection_id),
	    db_str(kind)), out, err);
}

int
clickup_choice_cvs(struct db *db, int64_t connection_id, struct db_rows **out,
    struct err *err)
{
	return db_query(db, "SELECT cv, COUNT(*) n FROM clickup_task "
	    "WHERE connection_id = ? GROUP BY cv ORDER BY n DESC",
	    DB_ARGS(db_int(connection_id)), out, err);
}
