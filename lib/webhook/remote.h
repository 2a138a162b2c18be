/* remote: a webhook at its service: one process at a time brings what is registered there in line
 * with what is wanted. */
#ifndef WEBHOOK_REMOTE_H
#define WEBHOOK_REMOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "account/caller.h"
#include "base/err.h"
#include "base/mem.h"
#include "webhook/webhook.h"

struct webhook_use;

struct webhook_remote {
	struct caller			 who;
	const struct webhook_use	*use;
	int64_t				 connection_id;
	struct webhook			 hook;		/* id 0: none yet */
	void				*client;	/* NULL: not opened */
	char				*key;		/* of our address; NULL: not known */
	char				 lock[40];
};

/*
 * The connection's webhook, locked; its service is not asked yet. ERR_BUSY, code "webhook.busy":
 * another process has it for longer than wait_s.
 */
int	webhook_remote_open(struct webhook_remote *, int wait_s, struct err *);
int	webhook_remote_connect(struct webhook_remote *, struct err *);
void	webhook_remote_close(struct webhook_remote *);
#define own_webhook_remote cleanup(webhook_remote_close)

/* What was found, places counted. */
struct webhook_state {
	int		 registered, removed;
	int64_t		 fail_count;	/* of all */
	bool		 made;		/* one was registered anew */
	bool		 failing;	/* by the word of the service */
	bool		 stopped;	/* it had stopped sending; it was started again */
	struct err	 denied;	/* why one was passed over; ERR_NONE: none */
};
/*
 * Registers it wherever it is missing, starts it where the service has stopped it or has another
 * address of ours, removes it where it is not wanted any more and what broken set-ups left.
 * out is filled as far as it came, also on -1.
 */
int	webhook_remote_reconcile(struct webhook_remote *, struct webhook_state *out,
	    struct err *);
/* Removes it everywhere at the service; places that the key may not touch are passed over. */
int	webhook_remote_remove(struct webhook_remote *, struct err *);
/* Nothing can be done at the service with this key, or with none. */
bool	webhook_remote_final(const struct webhook_use *, const struct err *);

/* "https://host/hooks/<provider>/" and the key. The caller's. */
char	*webhook_remote_url(const struct conf *, const struct webhook_use *,
	    const char *key);

#endif
