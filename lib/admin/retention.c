#include "admin/retention.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "account/audit.h"
#include "account/expiry.h"
#include "admin/erasers.h"
#include "backup/record.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "bitrix/employee_code.h"
#include "bitrix/making.h"
#include "clickup/cache.h"
#include "document/document.h"
#include "import/job.h"
#include "inbox/decide.h"
#include "inbox/item.h"
#include "io/rota.h"
#include "live/event.h"
#include "notice/bell.h"
#include "notice/reminder.h"
#include "platform/integration_log.h"
#include "platform/sign_in.h"
#include "service/sync_run.h"
#include "table/sheet.h"
#include "team/task.h"
#include "telegram/sent.h"
#include "telegram/update.h"
#include "webhook/delivery.h"

#define LASTS_MS	40000	/* of a minute */

/* Each room drops its own; key: where the days that rows are kept may be set. */
static const struct {
	int		(*drop)(struct db *, int64_t days, int64_t *removed,
			    struct err *);
	const char	*key;
	int64_t		 days;
} expiries[] = {
	{ expiry_run, NULL, 1 },
	{ audit_expire, "AUDIT_DAYS", 365 },
	{ live_event_expire, "EVENT_DAYS", 30 },
	{ sync_run_expire, "SYNC_LOG_DAYS", 90 },
	{ delivery_expire, "HOOK_DAYS", 14 },
	{ reminder_expire, NULL, 30 },
	{ task_expire, NULL, TASK_BIN_DAYS },
	{ telegram_update_expire, "HOOK_DAYS", 14 },
	{ telegram_sent_expire, NULL, 30 },
	{ bell_expire, "NOTICE_DAYS", 90 },
	{ clickup_cache_gone_expire, NULL, 7 },
	{ inbox_expire, NULL, INBOX_DAYS },
	{ document_expire, NULL, DOCUMENT_DAYS },
	{ table_sheet_expire, NULL, TABLE_DAYS },
	{ import_job_expire, NULL, 1 },
	{ integration_log_expire, "INTEGRATION_LOG_DAYS", 365 },
	{ sign_in_expire, NULL, 1 },
	{ employee_code_expire, NULL, 1 },
	{ bitrix_making_expire, NULL, 1 },
	{ record_expire, NULL, RECORD_DAYS },
	{ rota_expire, NULL, 1 },
	{ admin_erase_due, NULL, 0 },
};

/* A part of each kind in turn: one of which there is much, or that fails, holds up no other. */
int
retention_run(struct db *db, const struct conf *conf, struct err *err)
{
	const int64_t	end = clock_mono_ms() + LASTS_MS;
	bool		done[nitems(expiries)] = { false };
	size_t		left = nitems(expiries);
	int		rc = 0;

	for (size_t i = 0; left > 0 && clock_mono_ms() < end;
	    i = (i + 1) % nitems(expiries)) {
		const int64_t	days = expiries[i].key == NULL ?
				    expiries[i].days : conf_int(conf,
				    expiries[i].key, expiries[i].days);
		struct err	why = { 0 };
		int64_t		n = 0;

		if (done[i])
			continue;
		if (expiries[i].drop(db, days, &n, &why) == -1) {
			*err = why;
			rc = -1;
			n = 0;
			if (why.kind == ERR_DOWN)
				break;
		}
		done[i] = n == 0;
		left -= done[i];
	}
	return rc;
}
