/* api_webhook: webhooks of Huntflow: asked for, removed, and what they send. Source:
 * "Huntflow API v2", webhooks.md. */
#ifndef HUNTFLOW_API_WEBHOOK_H
#define HUNTFLOW_API_WEBHOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct huntflow;

#define HUNTFLOW_WEBHOOKS_MAX	20	/* the service allows 5 an organisation */

struct huntflow_webhook {
	int64_t	 id;
	bool	 active;	/* the service switches it off after four failures */
	char	 url[512];
};
struct huntflow_webhooks {
	struct huntflow_webhook	 v[HUNTFLOW_WEBHOOKS_MAX];
	size_t			 n;
};

int	huntflow_webhook_list(struct huntflow *, int64_t account,
	    struct huntflow_webhooks *out, struct err *);
/*
 * For the events of applicants and vacancies. The service tries the address before it answers.
 * secret: at most 64 characters.
 */
int	huntflow_webhook_create(struct huntflow *, int64_t account,
	    const char *url, const char *secret, int64_t *id, struct err *);
/* ERR_ABSENT: it was gone before. */
int	huntflow_webhook_delete(struct huntflow *, int64_t account, int64_t id,
	    struct err *);

/* One delivery. */
struct huntflow_event {
	char	 type[32];	/* "APPLICANT", "VACANCY", "PING", ... */
	char	 action[16];	/* "ADD", "EDIT", "DELETE"; "" not given */
	char	 event_id[48];	/* "" in older versions */
	int64_t	 account, applicant, vacancy;	/* 0: not given */
	int64_t	 logged_at;	/* of the entry in its log, ms; 0: not given */
};
/* header: X-Huntflow-Event, may be NULL. ERR_REMOTE, code "huntflow.shape": no event. */
int	huntflow_webhook_event(const char *body, size_t len,
	    const char *header, struct huntflow_event *out, struct err *);

#endif
