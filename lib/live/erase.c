#include "live/erase.h"

#include "contact/store.h"

const struct contact_store	live_events = {
	.place = { "event", "event_log.id", "event_log.data" },
	.title = "event_log.type", .at = "event_log.created_at",
	.tables = "event_log", .where = "event_log.company_id = ?",
	.by_name = true,
};
