/* kind: the kinds of notices, and the channels by which each comes when a person chose nothing
 * else. */
#ifndef NOTICE_KIND_H
#define NOTICE_KIND_H

#include <stdbool.h>
#include <stddef.h>

enum notice_kind {
	NOTICE_ASSIGNED,	/* a task is theirs now; about: who did it; text: the task */
	NOTICE_MENTIONED,	/* about: who wrote it; text: the words */
	NOTICE_COMMENT,		/* about: who wrote it; text: the words */
	NOTICE_STATUS,		/* about: who did it; text: the task and its status */
	NOTICE_REMINDER,	/* that they asked for; text: the task */
	NOTICE_DUE,		/* moment: the deadline; text: the task */
	NOTICE_OVERDUE,		/* the same */
	NOTICE_IMPORT_DONE,	/* text: how many */
	NOTICE_IMPORT_FAILED,	/* text: how many */
	NOTICE_KEY_REFUSED,	/* about: the service */
	NOTICE_KEY_EXPIRING,	/* moment: when; text: the service */
	NOTICE_SYNC_FAILED,	/* about: the service; text: why */
	NOTICE_FOUND,		/* about: the saved search; text: how many are new */
	NOTICE_RESPONSE,	/* about: the job board; text: who answered a vacancy there */
	NOTICE_WEBHOOK,		/* about: the service, whose events do not come */
	NOTICE_INBOX,		/* about: who sent it; text: how many */
	NOTICE_BACKUP,		/* the last good one is old */
	NOTICE_AWAY,		/* about: the service, which does not answer */
	NOTICE_BACK,		/* about: the service, which answers again */
	NOTICE_HOUSE,		/* about: what the house lacks, or has again; text: what to do */
	NOTICE_KINDS
};

/* telegram: where a person has linked a chat. */
enum notice_channel { NOTICE_BELL, NOTICE_EMAIL, NOTICE_TELEGRAM, NOTICE_CHANNELS };

/* "assigned", "import_done"; "bell", "email", "telegram". */
const char *notice_kind_name(enum notice_kind);
const char *notice_channel_name(enum notice_channel);
/* NOTICE_KINDS: no kind has that name. */
enum notice_kind notice_kind_of(const char *name);
/* Does the kind come by that channel when nothing was chosen? */
bool	notice_kind_wanted(enum notice_kind, enum notice_channel);

#endif
