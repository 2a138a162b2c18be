#include "origin/sent.h"

#include "io/db.h"

void
origin_sent_read(const struct db_rows *rows, int first,
    struct origin_sent *out)
{
	*out = (struct origin_sent){
		.account_id = db_col_int(rows, first),
		.applicant_id = db_col_int(rows, first + 1),
		.created_at = db_col_time(rows, first + 2),
		.state = db_col_str(rows, first + 3),
		.url = db_col_str(rows, first + 4),
		.error_code = db_col_str(rows, first + 5),
		.second_id = db_col_int(rows, first + 6),
	};
}
