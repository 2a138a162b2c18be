/* answer: a stored file as the answer to ?download=. The route has WEB_FILE. */
#ifndef FILE_ANSWER_H
#define FILE_ANSWER_H

#include <stdint.h>

struct db;
struct err;
struct file_home;
struct web_req;
struct web_res;

/*
 * 200 with its bytes; 302 for one that is to be saved and lies where the browser itself may fetch
 * it (FILES_REDIRECT), with its address for a minute; -1. What is shown keeps our own policy.
 */
int	 file_answer(struct db *, const struct web_req *, struct web_res *,
	    const struct file_home *, int64_t id, const char *title,
	    struct err *);

#endif
