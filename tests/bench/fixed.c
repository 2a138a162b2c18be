/*
 * fixed: the yardstick of nginx and FastCGI: the same text for each request, and nothing else.
 *	fixed SOCKET PROCESSES < text
 * It listens at SOCKET until it is killed.
 */
#include <fcgiapp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/web_int.h"

#define BACKLOG	1024

static void
die(const char *what)
{
	perror(what);
	exit(1);
}

static void
read_text(struct buf *out)
{
	char	 part[4096];

	for (size_t n; (n = fread(part, 1, sizeof(part), stdin)) > 0;)
		buf_add(out, part, n);
}

static int
listen_at(const char *path)
{
	struct sockaddr_un	 at = { .sun_family = AF_UNIX };
	const int		 fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (strlen(path) >= sizeof(at.sun_path))
		die(path);
	memcpy(at.sun_path, path, strlen(path));
	if (fd == -1 || bind(fd, (struct sockaddr *)&at, sizeof(at)) == -1 ||
	    chmod(path, 0666) == -1 || listen(fd, BACKLOG) == -1)
		die(path);
	return fd;
}

static void
serve(int fd, const struct buf *text)
{
	own_buf struct buf	 head = { 0 };
	FCGX_Request		 request;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	buf_puts(&head, "Status: 200\r\nContent-Type: application/json\r\n\r\n");
	if (FCGX_Init() != 0 || FCGX_InitRequest(&request, fd, 0) != 0)
		die("FCGX_Init");
	while (FCGX_Accept_r(&request) == 0) {
		if (!web_send_whole(&request, &head, text->data, text->len))
			die("the text is too long");
		FCGX_Free(&request, 1);
	}
}

int
main(int argc, char *argv[])
{
	struct buf	 text = { 0 };
	int		 fd;

	if (argc != 3) {
		fprintf(stderr, "usage: fixed SOCKET PROCESSES < text\n");
		return 1;
	}
	read_text(&text);
	fd = listen_at(argv[1]);
	for (int i = atoi(argv[2]); i > 0; i--)
		if (fork() == 0) {
			serve(fd, &text);
			_exit(1);
		}
	while (wait(NULL) > 0)
		;
	return 1;
}
