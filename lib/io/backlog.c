#include "io/backlog.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"

#define LISTENING	10	/* TCP_LISTEN, of every family */
#define PATH_SIZE	109

struct found {
	char			 path[PATH_SIZE];
	struct unix_diag_rqlen	 queue;
	bool			 has_queue;
};

static void
close_fd(int *fd)
{
	if (*fd != -1)
		close(*fd);
}

static int
failed(struct err *err)
{
	return err_set(err, ERR_INTERNAL, "sock_diag: %s", strerror(errno));
}

static int
ask(int fd)
{
	struct {
		struct nlmsghdr		head;
		struct unix_diag_req	req;
	} out = {
		.head = { .nlmsg_len = sizeof(out),
		    .nlmsg_type = SOCK_DIAG_BY_FAMILY,
		    .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
		.req = { .sdiag_family = AF_UNIX,
		    .udiag_states = 1u << LISTENING,
		    .udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_RQLEN },
	};

	return send(fd, &out, sizeof(out), 0) == sizeof(out) ? 0 : -1;
}

static void
read_attributes(const struct nlmsghdr *head, struct found *f)
{
	const struct unix_diag_msg	*msg = NLMSG_DATA(head);
	const struct rtattr		*at = (const struct rtattr *)(msg + 1);
	int				 len = (int)NLMSG_PAYLOAD(head,
					    sizeof(*msg));

	*f = (struct found){ 0 };
	for (; RTA_OK(at, len); at = RTA_NEXT(at, len)) {
		size_t	size = RTA_PAYLOAD(at);

		if (at->rta_type == UNIX_DIAG_NAME && size < PATH_SIZE)
			memcpy(f->path, RTA_DATA(at), size);
		if (at->rta_type == UNIX_DIAG_RQLEN &&
		    size >= sizeof(f->queue)) {
			memcpy(&f->queue, RTA_DATA(at), sizeof(f->queue));
			f->has_queue = true;
		}
	}
}

/* A socket listens before it takes its name: the kernel knows it as "signin.sock.new". */
static bool
name_of(const char *path, const char *folder, char out[BACKLOG_NAME])
{
	const size_t	 len = strlen(folder);
	const char	*name = path + len + 1, *end;

	if (strncmp(path, folder, len) != 0 || path[len] != '/' ||
	    strchr(name, '/') != NULL ||
	    (end = strstr(name, ".sock")) == NULL ||
	    end - name >= BACKLOG_NAME)
		return false;
	snprintf(out, BACKLOG_NAME, "%.*s", (int)(end - name), name);
	return true;
}

struct listing {
	const char	*folder;
	struct backlog	*out;
	size_t		 max, n;
};

/* One part of the answer; 1: more come. */
static int
take(const char *part, size_t len, struct listing *l)
{
	const struct nlmsghdr	*head = (const struct nlmsghdr *)part;

	for (; NLMSG_OK(head, len); head = NLMSG_NEXT(head, len)) {
		struct found	 f;
		struct backlog	*b = &l->out[l->n];

		if (head->nlmsg_type == NLMSG_DONE)
			return 0;
		if (head->nlmsg_type == NLMSG_ERROR)
			return -1;
		read_attributes(head, &f);
		if (l->n >= l->max || !f.has_queue ||
		    !name_of(f.path, l->folder, b->name))
			continue;
		b->waiting = f.queue.udiag_rqueue;
		b->most = f.queue.udiag_wqueue;
		l->n++;
	}
	return 1;
}

int
backlog_list(const char *folder, struct backlog *out, size_t max, size_t *n,
    struct err *err)
{
	_Alignas(struct nlmsghdr) char	part[16384];
	struct listing		l = { .folder = folder, .out = out, .max = max };
	const struct timeval	patience = { .tv_sec = 1 };
	cleanup(close_fd) int	fd = socket(AF_NETLINK, SOCK_RAW |
				    SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	int			more = 1;

	if (fd == -1 || setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
	    sizeof(patience)) == -1 || ask(fd) == -1)
		return failed(err);
	while (more == 1) {
		const ssize_t	len = recv(fd, part, sizeof(part), 0);

		if (len <= 0 || (more = take(part, (size_t)len, &l)) == -1)
			return failed(err);
	}
	*n = l.n;
	return 0;
}
