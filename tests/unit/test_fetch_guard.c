/*
 * fetch: where a URL from data may lead. Names are answered by a resolver of our own, and
 * connections beyond loopback end here: both replace libc's, so libcurl
 * and the guard are as they are in the programs.
 */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/fetch.h"

#define PUBLIC	"93.184.216.34"

static struct conf	*conf;

/* --- the resolver and the network --- */

/* What each lookup is answered with, space-separated; the last one from then on. */
static struct {
	const char	*answer[4];
	int		 lookups;
	char		 reached[16][INET6_ADDRSTRLEN];	/* beyond loopback */
	int		 nreached, loopback;
} net;

static struct addrinfo *
address(const char *text, const char *port)
{
	struct {
		struct addrinfo		 ai;
		struct sockaddr_storage	 to;
	}			*a = mem_zero(sizeof(*a));
	struct sockaddr_in	*in4 = (struct sockaddr_in *)&a->to;
	struct sockaddr_in6	*in6 = (struct sockaddr_in6 *)&a->to;
	uint16_t		 number = htons((uint16_t)atoi(port));

	a->ai.ai_addr = (struct sockaddr *)&a->to;
	a->ai.ai_socktype = SOCK_STREAM;
	if (inet_pton(AF_INET, text, &in4->sin_addr) == 1) {
		in4->sin_family = AF_INET;
		in4->sin_port = number;
		a->ai.ai_addrlen = sizeof(*in4);
	} else {
		assert_int_equal(inet_pton(AF_INET6, text, &in6->sin6_addr), 1);
		in6->sin6_family = AF_INET6;
		in6->sin6_port = number;
		a->ai.ai_addrlen = sizeof(*in6);
	}
	a->ai.ai_family = a->to.ss_family;
	return &a->ai;
}

int
getaddrinfo(const char *name, const char *port, const struct addrinfo *hints,
    struct addrinfo **out)
{
	const char	*text = net.answer[net.lookups];
	struct addrinfo	**end = out;
	char		 one[INET6_ADDRSTRLEN];
	int		 n;

	(void)name, (void)hints;
	if (text == NULL)
		return EAI_NONAME;
	if (net.lookups + 1 < (int)nitems(net.answer) &&
	    net.answer[net.lookups + 1] != NULL)
		net.lookups++;
	for (*out = NULL; sscanf(text, "%45s%n", one, &n) == 1; text += n) {
		*end = address(one, port != NULL ? port : "0");
		end = &(*end)->ai_next;
	}
	return 0;
}

void
freeaddrinfo(struct addrinfo *list)
{
	while (list != NULL) {
		struct addrinfo	*next = list->ai_next;

		free(list);
		list = next;
	}
}

static bool
is_loopback(const struct sockaddr *to)
{
	return to->sa_family == AF_INET && ntohl(((const struct sockaddr_in *)
	    (const void *)to)->sin_addr.s_addr) == INADDR_LOOPBACK;
}

int
connect(int fd, const struct sockaddr *to, socklen_t len)
{
	int	(*real)(int, const struct sockaddr *, socklen_t);

	*(void **)&real = dlsym(RTLD_NEXT, "connect");
	if (is_loopback(to)) {
		net.loopback++;
		return real(fd, to, len);
	}
	assert_true(net.nreached < (int)nitems(net.reached));
	getnameinfo(to, len, net.reached[net.nreached++], INET6_ADDRSTRLEN,
	    NULL, 0, NI_NUMERICHOST);
	errno = ENETUNREACH;
	return -1;
}

/* --- a server on loopback that answers everything with one text --- */

struct server {
	int		 fd, port, seen;
	const char	*answer;
	pthread_t	 thread;
};

static void *
serve(void *arg)
{
	struct server	*s = arg;
	char		 asked[4096];
	int		 fd;

	while ((fd = accept(s->fd, NULL, NULL)) != -1) {
		if (recv(fd, asked, sizeof(asked), 0) > 0 && ++s->seen > 0 &&
		    send(fd, s->answer, strlen(s->answer), MSG_NOSIGNAL) == -1)
			perror("send");
		close(fd);
	}
	return NULL;
}

static void
server_open(struct server *s, const char *answer)
{
	struct sockaddr_in	 to = { .sin_family = AF_INET,
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t		 len = sizeof(to);

	*s = (struct server){ .answer = answer,
	    .fd = socket(AF_INET, SOCK_STREAM, 0) };
	assert_int_equal(bind(s->fd, (struct sockaddr *)&to, len), 0);
	assert_int_equal(listen(s->fd, 16), 0);
	getsockname(s->fd, (struct sockaddr *)&to, &len);
	s->port = ntohs(to.sin_port);
	pthread_create(&s->thread, NULL, serve, s);
}

static void
server_close(struct server *s)
{
	shutdown(s->fd, SHUT_RDWR);
	pthread_join(s->thread, NULL);
	close(s->fd);
}

/* --- asking --- */

static int
get(const char *url, struct err *err)
{
	own_res struct fetch_res	 res = { 0 };

	net.lookups = net.nreached = net.loopback = 0;
	return fetch_url(&(struct fetch_conf){ .conf = conf,
	    .provider = "file" }, url, 1000, &res, err);
}

static void
answers(const char *first, const char *second)
{
	memset(&net, 0, sizeof(net));
	net.answer[0] = first;
	net.answer[1] = second;
}

static void
assert_refused(const char *url)
{
	struct err	 err = { 0 };

	assert_int_equal(get(url, &err), -1);
	if (strcmp(err.code, "io.private_address") != 0)
		fail_msg("%s: %s: %s", url, err.code, err.text);
	assert_int_equal(err.kind, ERR_DENIED);
	assert_int_equal(net.nreached, 0);
	assert_int_equal(net.loopback, 0);
}

/* The address is in the URL itself, in every form that leads there. */
static void
numbers_of_private_addresses_are_refused(void **state)
{
	static const char *const urls[] = { "https://[::1]:1/",
	    "https://169.254.169.254/latest", "https://2130706434/",
	    "https://0x7f.2/", "https://0177.0.0.2/", "https://0/",
	    "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/",
	    "https://[64:ff9b::7f00:1]/", "https://[fe80::1]/",
	    "https://10.0.0.1/", "https://100.64.0.1/" };

	(void)state;
	for (size_t i = 0; i < nitems(urls); i++) {
		answers(NULL, NULL);
		assert_refused(urls[i]);
	}
}

/* The name is public, the address behind it is not. */
static void
names_of_private_addresses_are_refused(void **state)
{
	static const char *const private[] = { "127.0.0.1", "0.0.0.0",
	    "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254",
	    "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.51.100.1",
	    "203.0.113.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::1",
	    "::", "::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "fe80::1",
	    "fc00::1", "fec0::1", "ff02::1", "2001:db8::1", "2001::1",
	    "2002:a00:1::1", "3fff::1", "127.0.0.1 10.0.0.1 ::1" };

	(void)state;
	for (size_t i = 0; i < nitems(private); i++) {
		answers(private[i], NULL);
		assert_refused("https://files.example.com/cv.pdf");
	}
}

/* The first answer is public, the next one is not: whatever is connected to was checked. */
static void
changing_answers_never_lead_inside(void **state)
{
	struct err	 err = { 0 };

	(void)state;
	answers(PUBLIC, "127.0.0.1");
	assert_int_equal(get("https://rebind.example.com/", &err), -1);
	assert_true(net.nreached > 0);
	for (int i = 0; i < net.nreached; i++)
		assert_string_equal(net.reached[i], PUBLIC);
	assert_int_equal(net.loopback, 0);
}

/* One of several addresses is private: the others may be used, that one never. */
static void
a_private_one_among_public_is_passed_by(void **state)
{
	static const char *const mixed[] = { PUBLIC " 127.0.0.1",
	    "127.0.0.1 " PUBLIC, "10.0.0.1 " PUBLIC " ::1" };

	(void)state;
	for (size_t i = 0; i < nitems(mixed); i++) {
		struct err	 err = { 0 };

		answers(mixed[i], NULL);
		assert_int_equal(get("https://mixed.example.com/", &err), -1);
		for (int k = 0; k < net.nreached; k++)
			assert_string_equal(net.reached[k], PUBLIC);
		assert_int_equal(net.loopback, 0);
	}
}

/* A host that the admin allows may not lead to one that is not. */
static void
redirects_inside_are_refused(void **state)
{
	static const char *const targets[] = { "https://inside.example.com/",
	    "https://10.0.0.1/", "https://[::1]/", "https://localhost/",
	    "//inside.example.com/" };

	(void)state;
	for (size_t i = 0; i < nitems(targets); i++) {
		own_str char	*answer = NULL, *url = NULL;
		struct server	 s;
		struct err	 err = { 0 };

		answer = mem_fmt("HTTP/1.1 302 X\r\nLocation: %s\r\n"
		    "Content-Length: 0\r\n\r\n", targets[i]);
		server_open(&s, answer);
		url = mem_fmt("http://127.0.0.1:%d/cv.pdf", s.port);
		answers("127.0.0.1", NULL);
		assert_int_equal(get(url, &err), -1);
		/* "//host": of the same scheme, http, which only allowed hosts may have */
		assert_string_equal(err.code, targets[i][0] == '/' ? "io.url" :
		    "io.private_address");
		assert_int_equal(s.seen, 1);
		assert_int_equal(net.loopback, 1);
		server_close(&s);
	}
}

/* Only the address that is allowed is: not its neighbours, nor other names for it. */
static void
an_allowed_host_is_allowed_by_its_name(void **state)
{
	struct server	 s;
	own_str char	*url = NULL;
	struct err	 err = { 0 };

	(void)state;
	server_open(&s, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
	url = mem_fmt("http://127.0.0.1:%d/", s.port);
	answers(NULL, NULL);
	assert_int_equal(get(url, &err), 0);
	answers("127.0.0.1", NULL);
	assert_refused("https://other.example.com/");
	assert_refused("https://127.0.0.2/");
	server_close(&s);
}

/* A host that is allowed as a service is none for files of data, nor the other way round. */
static void
services_and_files_have_lists_of_their_own(void **state)
{
	const struct { const char *base; bool ok; } services[] = {
		{ "http://127.0.0.3:1", true }, { "http://127.0.0.1:1", false },
	};
	struct err	 err = { 0 };

	(void)state;
	answers(NULL, NULL);
	assert_int_equal(get("http://127.0.0.3:1/cv.pdf", &err), -1);
	assert_string_equal(err.code, "io.url");
	assert_refused("https://127.0.0.3:1/cv.pdf");
	for (size_t i = 0; i < nitems(services); i++) {
		const struct fetch_conf	 fc = { .conf = conf,
			.provider = "test", .base_url = services[i].base };
		own_fetch struct fetch	*link = NULL;
		struct err		 why = { 0 };

		link = fetch_open(&fc, &why);
		assert_int_equal(link != NULL, services[i].ok);
	}
}

static int
open_conf(void **state)
{
	struct err	 err = { 0 };

	(void)state;
	setenv("HIREWIRE_CONF", "/dev/null", 1);
	setenv("ALLOW_FILE_HOSTS", "127.0.0.1", 1);
	setenv("ALLOW_HOSTS", "127.0.0.3", 1);
	setenv("FETCH_TIMEOUT_MS", "300", 1);
	setenv("LOG_LEVEL", "error", 1);
	return (conf = conf_open(&err)) == NULL;
}

static int
close_conf(void **state)
{
	(void)state;
	conf_close(conf);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(numbers_of_private_addresses_are_refused),
		cmocka_unit_test(names_of_private_addresses_are_refused),
		cmocka_unit_test(changing_answers_never_lead_inside),
		cmocka_unit_test(a_private_one_among_public_is_passed_by),
		cmocka_unit_test(redirects_inside_are_refused),
		cmocka_unit_test(an_allowed_host_is_allowed_by_its_name),
		cmocka_unit_test(services_and_files_have_lists_of_their_own),
	};

	return cmocka_run_group_tests(tests, open_conf, close_conf);
}
