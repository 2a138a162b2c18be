/* hirewire export-bitrix24: all that a portal has, in one file. */
#include "hirewire.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/proc.h"
#include "bitrix/export.h"
#include "io/db.h"
#include "service/connection.h"
#include "service/provider_sync.h"

#define LOOK_MS	1000
#define TICK	"cgi-bin/tick"	/* beside this program */

/* A run of this account that is under way is gone on with, if it is an export. */
static int
begin(struct shell *sh, int64_t account_id, struct sync_run *run,
    struct err *err)
{
	own_connection struct connection	con = { 0 };
	int64_t					id;

	if (connection_get(sh->db, account_id, &con, err) == -1)
		return -1;
	if (provider_sync_queue(sh->db, con.company_id, account_id,
	    BITRIX_EXPORT, "manual", &id, err) == 0)
		return sync_run_any(sh->db, con.company_id, id, run, err);
	if (strcmp(err->code, "service.sync_running") != 0 ||
	    sync_run_last(sh->db, account_id, run, &(struct err){ 0 }) == -1 ||
	    strcmp(run->stream, SYNC_ACCOUNT BITRIX_EXPORT) != 0)
		return -1;
	*err = (struct err){ 0 };
	return 0;
}

/* The work is tick's, which goes on whatever becomes of this command; where it is not beside this
 * program, cron starts it. */
static int
wait_for(struct shell *sh, struct sync_run *run, struct err *err)
{
	static const char *const	args[] = { "accounts", NULL };

	if (proc_start(sh->conf, TICK, args, err) == -1)
		*err = (struct err){ 0 };
	while (strcmp(run->state, "done") != 0) {
		fprintf(stderr, "\r%" PRId64 " records, %" PRId64 " calls",
		    run->processed, run->calls);
		clock_sleep_ms(LOOK_MS);
		if (sync_run_any(sh->db, run->company_id, run->id, run,
		    err) == -1)
			return -1;
	}
	fprintf(stderr, "\r%" PRId64 " records, %" PRId64 " calls\n",
	    run->processed, run->calls);
	return strcmp(run->status, "error") != 0 ? 0 : err_code(err,
	    ERR_REMOTE, run->error_code, "%s", run->error_message);
}

static void
close_file(FILE **file)
{
	if (*file != NULL)
		fclose(*file);
}

static int
write_file(struct shell *sh, int64_t run_id, const char *name,
    struct err *err)
{
	cleanup(close_file) FILE	*file = fopen(name, "wb");
	struct bitrix_export		*x;
	int				 rc = 1;

	if (file == NULL)
		return err_set(err, ERR_INPUT, "%s: %s", name,
		    strerror(errno));
	x = bitrix_export_open(run_id);
	while (rc == 1) {
		own_buf struct buf	out = { 0 };

		rc = bitrix_export_next(sh->db, x, &out, err);
		if (rc != -1 && fwrite(out.data, 1, out.len, file) != out.len)
			rc = err_set(err, ERR_INTERNAL, "%s: %s", name,
			    strerror(errno));
	}
	bitrix_export_close(x);
	if (rc == 0 && fflush(file) != 0)
		rc = err_set(err, ERR_INTERNAL, "%s: %s", name,
		    strerror(errno));
	return rc;
}

int
export_bitrix(struct shell *sh, struct err *err)
{
	struct sync_run	 run;
	char		*end = NULL;
	int64_t		 account_id;

	if (sh->argc != 3 || (account_id = strtoll(sh->argv[1], &end, 10)) <= 0 ||
	    *end != '\0')
		return err_set(err, ERR_INPUT,
		    "export-bitrix24: ACCOUNT FILE.zip");
	if (begin(sh, account_id, &run, err) == -1 ||
	    wait_for(sh, &run, err) == -1 ||
	    write_file(sh, run.id, sh->argv[2], err) == -1)
		return -1;
	printf("%s\n", sh->argv[2]);
	return 0;
}
