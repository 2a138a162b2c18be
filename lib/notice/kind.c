#include "notice/kind.h"

#include <string.h>

#include "base/mem.h"

/* What waits for a person is worth a letter, or a message; what only happened is in the bell. */
static const struct {
	const char	*name;
	bool		 told;		/* by e-mail and Telegram */
} kinds[] = {
	[NOTICE_ASSIGNED] = { "assigned", true },
	[NOTICE_MENTIONED] = { "mentioned", true },
	[NOTICE_COMMENT] = { "comment", false },
	[NOTICE_STATUS] = { "status", false },
	[NOTICE_REMINDER] = { "reminder", true },
	[NOTICE_DUE] = { "due", true },
	[NOTICE_OVERDUE] = { "overdue", true },
	[NOTICE_IMPORT_DONE] = { "import_done", false },
	[NOTICE_IMPORT_FAILED] = { "import_failed", true },
	[NOTICE_KEY_REFUSED] = { "key_refused", true },
	[NOTICE_KEY_EXPIRING] = { "key_expiring", true },
	[NOTICE_SYNC_FAILED] = { "sync_failed", true },
	[NOTICE_FOUND] = { "found", true },
	[NOTICE_RESPONSE] = { "response", false },
	[NOTICE_WEBHOOK] = { "webhook", false },
	[NOTICE_INBOX] = { "inbox", false },
	[NOTICE_BACKUP] = { "backup", true },
	[NOTICE_AWAY] = { "away", false },
	[NOTICE_BACK] = { "back", false },
	[NOTICE_HOUSE] = { "house", true },
};

const char *
notice_kind_name(enum notice_kind kind)
{
	return kinds[kind].name;
}

const char *
notice_channel_name(enum notice_channel channel)
{
	static const char *const names[] = { "bell", "email", "telegram" };

	return names[channel];
}

enum notice_kind
notice_kind_of(const char *name)
{
	size_t	i = 0;

	while (i < nitems(kinds) && strcmp(kinds[i].name, name) != 0)
		i++;
	return (enum notice_kind)i;
}

bool
notice_kind_wanted(enum notice_kind kind, enum notice_channel channel)
{
	return channel == NOTICE_BELL || kinds[kind].told;
}
