#include "import/tell.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "io/db.h"
#include "notice/notice.h"

#define KEY_SIZE	64
#define HREF_SIZE	64
#define COUNT_SIZE	24

static int
tell(struct db *db, const struct db_rows *rows, struct err *err)
{
	const int64_t	 id = db_col_int(rows, 0), user_id = db_col_int(rows, 2),
			 failed = db_col_int(rows, 3);
	const bool	 bad = failed > 0 || strcmp(db_col_str(rows, 5),
			    "failed") == 0;
	char		 href[HREF_SIZE], count[COUNT_SIZE];

	snprintf(href, sizeof(href), "/clickup/bulk-import/%" PRId64 "/", id);
	snprintf(count, sizeof(count), "%" PRId64, bad ? failed :
	    db_col_int(rows, 4));
	return notice_add(db, &(struct notice_new){
	    .company_id = db_col_int(rows, 1),
	    .kind = bad ? NOTICE_IMPORT_FAILED : NOTICE_IMPORT_DONE,
	    .text = count, .href = href, .subject = "import",
	    .subject_id = id, .dedupe_key = db_col_str(rows, 6) }, &user_id, 1,
	    err);
}

/* One that goes on after its end, as its failures are tried again, ends anew. */
int
import_tell_run(struct db *db, const struct conf *conf, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	(void)conf;
	if (db_query(db, "SELECT j.id, j.company_id, j.user_id, j.failed_tasks, "
	    "j.successful_tasks, j.status, j.k FROM (SELECT i.*, CONCAT("
	    "'import:', i.id, ':', UNIX_TIMESTAMP(i.completed_at)) k "
	    "FROM import_job i WHERE i.status IN ('completed', 'failed') "
	    "AND i.completed_at > NOW(3) - INTERVAL 1 DAY) j "
	    "WHERE NOT EXISTS (SELECT 1 FROM notice n "
	    "WHERE n.user_id = j.user_id AND n.dedupe_key = j.k)", DB_NONE,
	    &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		if (tell(db, rows, err) == -1)
			return -1;
	return 0;
}
