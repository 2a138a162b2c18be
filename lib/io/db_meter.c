#include "io/db_meter.h"

#include <stdio.h>

#include "base/log.h"
#include "io/db_my.h"

struct meter *
db_meter(const struct db *db)
{
	return db->meter;
}

void
db_meter_takeover(const struct db *db, const char *queue, int64_t n)
{
	char	labels[80];

	if (n <= 0)
		return;
	snprintf(labels, sizeof(labels), "queue=\"%s\"", queue);
	meter_count(meter_find(db->meter, METER_TAKEOVER, labels), n);
}

void
db_meter_duty(const struct db *db, const char *duty, bool done, int64_t us)
{
	char	labels[80];

	snprintf(labels, sizeof(labels), "duty=\"%s\",outcome=\"%s\"", duty,
	    done ? "done" : "failed");
	meter_time(meter_find(db->meter, METER_DUTY, labels), us);
}

void
db_meter_time(struct db *db, int64_t began_us)
{
	char	labels[80];

	if (db->meter == NULL)
		return;
	if (db->times == NULL) {
		snprintf(labels, sizeof(labels), "program=\"%s\"",
		    log_program());
		db->times = meter_find(db->meter, METER_DATABASE, labels);
	}
	meter_time(db->times, meter_now_us() - began_us);
}
