/* post: a request to the address of a webhook: checked, stored as it came, and somebody is called
 * to handle it. */
#ifndef WEBHOOK_POST_H
#define WEBHOOK_POST_H

#include <stdbool.h>

struct conf;
struct db;
struct err;
struct webhook_post;
struct webhook_service;

/*
 * It is stored before anything is made of it. wake: nobody watches the queue, so start "tick
 * events". ERR_ABSENT: no webhook has this address; ERR_AUTH, code "webhook.signature".
 */
int	webhook_post_take(struct db *, const struct conf *,
	    const struct webhook_service *, const struct webhook_post *,
	    bool *wake, struct err *);

#endif
