/* mirror: one project and the workgroup whose tasks it mirrors, during a sync: tasks are made
 * there, and two that belong together are made alike. */
#ifndef BITRIX_MIRROR_H
#define BITRIX_MIRROR_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "bitrix/api.h"
#include "bitrix/link.h"
#include "bitrix/project.h"
#include "bitrix/task_copy.h"
#include "service/task_home.h"

struct err;
struct provider_run;

/* A change that is to be sent there, and the link as it is once it was taken. */
struct sending {
	struct bitrix_link	link;
	bool			add;
};

/* All but self and what is sent is set by who opens it. */
struct mirror {
	struct provider_run		*r;
	struct bitrix			*api;
	const struct task_home		*home;
	struct task_home_by		 by;
	struct bitrix_project		 p;
	struct bitrix_words		 words;
	json_t				*people;
	char				 self[24];	/* who we are there; "": not asked yet */
	struct sending			 sent[BITRIX_COMMANDS_MAX];
	struct bitrix_command		 command[BITRIX_COMMANDS_MAX];
	size_t				 n;
};

void	mirror_close(struct mirror *);

/* What waits is sent, 50 changes in a call. Each answer is stored by itself: what was not heard of
 * is asked about next time. */
int	mirror_flush(struct mirror *, struct err *);
/*
 * Our task is made there, with the next flush. The link (its id may be 0) is written before: a
 * repeat looks for its mark first, and comes when it can be carried out no more. Takes link.
 */
int	mirror_make_there(struct mirror *, struct bitrix_link *, json_t *ours,
	    struct err *);
/* Their task is made here, once. */
int	mirror_make_here(struct mirror *, int64_t external_id, json_t *theirs,
	    int64_t changed_at, struct err *);
/* Both sides of a link are brought together; what goes there is sent with the next flush. */
int	mirror_settle(struct mirror *, struct bitrix_link *, json_t *theirs,
	    int64_t changed_at, struct err *);
/* One of the two is gone: the other stays as it is. */
int	mirror_unlink(struct mirror *, struct bitrix_link *, struct err *);

#endif
