/* service: what the webhook machine must know of one service: data, and functions that ask it and
 * that understand what it sends. The service's room has the table, a program hands it in. */
#ifndef WEBHOOK_SERVICE_H
#define WEBHOOK_SERVICE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct caller;
struct db;
struct err;
struct webhook;

/* One request to our address, as it came; headers may be NULL. */
struct webhook_post {
	const char	*key;			/* the last part of the address */
	const char	*signature, *event;	/* the service's headers */
	const char	*body;
	size_t		 len;
	const char	*address;		/* of a service by_address: the connection's */
};

/* What such a request says. Release with webhook_event_clear. */
struct webhook_event {
	char	 name[61];
	char	 object_id[41];	/* what it is about; "": nothing of ours */
	char	*identity;	/* alike in each copy of it; NULL: its bytes are compared */
	char	*items;		/* ids of history items, a JSON array; NULL: none */
	int64_t	 sent_at;	/* ms, as the service says; 0: it does not */
	bool	 ping;		/* to be answered, not to be kept */
};
void	webhook_event_clear(struct webhook_event *);
#define own_webhook_event cleanup(webhook_event_clear)

/* All events that wait about one object. */
struct webhook_group {
	int64_t		 webhook_id;
	const char	*object_id;
	const char	*names;		/* oldest first, each between line feeds */
	const char	*last;		/* the newest one's name */
	const char	*items;		/* of all of them */
	bool		 bare;		/* one of them has no items */
	bool		 stale;		/* older than three days: it may be a replay */
	int64_t		 newest_at;	/* received, ms */
	int64_t		 attempts;	/* this one included */
	int64_t		 failures;
};

/* What became of them: a word for the log; or wait_s above 0: they are left for so long. */
struct webhook_outcome {
	const char	*result;
	int64_t		 wait_s;
};

/* A webhook as the service lists it. */
struct webhook_entry {
	char	 id[81];
	char	*url;
	char	*secret;	/* NULL: it is not shown */
	bool	 stopped;	/* the service sends nothing any more */
	bool	 failing;	/* it says that deliveries fail */
	int64_t	 fail_count;
};
struct webhook_entries {
	struct webhook_entry	*v;
	size_t			 n;
};
void	webhook_entries_clear(struct webhook_entries *);
#define own_webhook_entries cleanup(webhook_entries_clear)
/* One more, zeroed. */
struct webhook_entry *webhook_entries_add(struct webhook_entries *);

struct webhook_service {
	const char	*provider;	/* of connections, and in /hooks/<provider>/ */
	const char	*label;		/* its name for people */
	const char	*signature;	/* the header with the signature; NULL: none */
	const char	*event;		/* the header with the event's name; NULL: none */
	const char	*unset;		/* code of connection and open: none, no key */
	const char	*shown;		/* places are numbers, shown as this; NULL: not shown */
	const char	*secret;	/* the credential that it shares; NULL: WEBHOOK_SECRET */
	bool		 by_address;	/* is_signed wants to know where the connection is */

	/* Where this person's webhook belongs; also while its key is missing. NULL: the use
	 * says it. */
	int	(*connection)(const struct caller *, int64_t *id, struct err *);
	/* A client of this person's connection. arg: what the program gave for the service. */
	int	(*open)(const struct caller *, int64_t connection_id,
		    const void *arg, void **client, struct err *);
	void	(*close)(void *client);

	/* Does anybody want to hear of this connection? What comes for one that is switched off is
	 * not taken, what came before is left. NULL: always. */
	int	(*is_on)(struct db *, int64_t connection_id, bool *on,
		    struct err *);

	/* Adds the names of the places where it is to be registered to a JSON array. */
	int	(*places)(void *client, json_t *names, struct err *);
	/* The webhooks at a place, others' too. ERR_DENIED, ERR_ABSENT: not ours to see. */
	int	(*list)(void *client, const char *place,
		    struct webhook_entries *out, struct err *);
	/* made.id is set, made.secret when the service makes a secret of its own. */
	int	(*create)(void *client, const char *place, const char *url,
		    const char *secret, struct webhook_entry *made,
		    struct err *);
	/*
	 * Send again, to this address; fail_count: what is left of it. NULL: it is removed and
	 * made anew.
	 */
	int	(*activate)(void *client, const char *id, const char *url,
		    int64_t *fail_count, struct err *);
	/* ERR_ABSENT: it was gone before. */
	int	(*remove)(void *client, const char *place, const char *id,
		    struct err *);
	/* Read what may have been missed since hook->gap_at. done: it was read. */
	int	(*catch_up)(void *client, const struct webhook *hook,
		    bool *done, struct err *);

	/* Was it sent by the one who shares this secret with us? */
	bool	(*is_signed)(const struct webhook_post *, const char *secret);
	/* -1: it is not understood, for this reason; what was read so far stays in out. */
	int	(*read)(const struct webhook_post *, struct webhook_event *out,
		    struct err *);
	/*
	 * Acts on a group: of a stale one, only on what the service says when it is asked.
	 * May be called again for the same events.
	 */
	int	(*handle)(void *client, const struct webhook_group *,
		    struct webhook_outcome *, struct err *);
};

/* The services that a program knows, up to one without a service. */
struct webhook_use {
	const struct webhook_service	*service;
	const void			*arg;
	int64_t				 connection_id;	/* the one; 0: the person's own */
};
/* NULL: there is none of this name. */
const struct webhook_use *webhook_use_of(const struct webhook_use *,
	    const char *provider);

/* Of service->is_on. */
int	webhook_service_on(const struct webhook_service *, struct db *,
	    int64_t connection_id, bool *on, struct err *);

/* is_signed of the services that send the body's HMAC-SHA256 in hex. */
bool	webhook_signed_hmac(const struct webhook_post *, const char *secret);

#endif
