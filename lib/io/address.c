#include "io/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include "base/mem.h"

/* IPv4 that is not the public internet: network, length of its prefix. */
static const struct {
	uint32_t	 net;
	int		 bits;
} closed4[] = {
	{ 0x00000000, 8 },	/* this network */
	{ 0x0a000000, 8 },	/* private */
	{ 0x64400000, 10 },	/* shared by a provider's customers */
	{ 0x7f000000, 8 },	/* loopback */
	{ 0xa9fe0000, 16 },	/* link-local, cloud metadata */
	{ 0xac100000, 12 },	/* private */
	{ 0xc0000000, 24 },	/* protocol assignments */
	{ 0xc0000200, 24 },	/* documentation */
	{ 0xc0586300, 24 },	/* 6to4 relays */
	{ 0xc0a80000, 16 },	/* private */
	{ 0xc6120000, 15 },	/* benchmarks */
	{ 0xc6336400, 24 },	/* documentation */
	{ 0xcb007100, 24 },	/* documentation */
	{ 0xe0000000, 4 },	/* multicast */
	{ 0xf0000000, 4 }	/* reserved, broadcast */
};

/* Within 2000::/3, the only part of IPv6 in public use: the exceptions, as above. */
static const struct {
	uint32_t	 net;		/* its first 32 bits */
	int		 bits;
} closed6[] = {
	{ 0x20010000, 23 },	/* protocol assignments: Teredo, ORCHID, ... */
	{ 0x20010db8, 32 },	/* documentation */
	{ 0x20020000, 16 },	/* 6to4 carries IPv4 */
	{ 0x3fff0000, 20 }	/* documentation */
};

static bool
public4(uint32_t ip)
{
	for (size_t i = 0; i < nitems(closed4); i++)
		if ((ip ^ closed4[i].net) >> (32 - closed4[i].bits) == 0)
			return false;
	return true;
}

static bool
public6(const unsigned char ip[16])
{
	static const unsigned char	nat64[12] = { 0x00, 0x64, 0xff, 0x9b };
	uint32_t			first, inner;

	memcpy(&first, ip, sizeof(first));
	memcpy(&inner, ip + 12, sizeof(inner));
	first = ntohl(first);
	if (memcmp(ip, nat64, sizeof(nat64)) == 0)
		return public4(ntohl(inner));
	if (first >> 29 != 1)
		return false;
	for (size_t i = 0; i < nitems(closed6); i++)
		if ((first ^ closed6[i].net) >> (32 - closed6[i].bits) == 0)
			return false;
	return true;
}

bool
address_public(const struct sockaddr *sa)
{
	struct sockaddr_in	 in4;
	struct sockaddr_in6	 in6;

	switch (sa->sa_family) {
	case AF_INET:
		memcpy(&in4, sa, sizeof(in4));
		return public4(ntohl(in4.sin_addr.s_addr));
	case AF_INET6:
		memcpy(&in6, sa, sizeof(in6));
		return public6(in6.sin6_addr.s6_addr);
	default:
		return false;
	}
}

/* Names that only a network of one's own knows. */
static bool
own_name(const char *host, size_t len)
{
	static const char *const ends[] = { ".local", ".internal", ".lan",
		".corp", ".home", ".intranet", ".localhost" };

	if (memchr(host, '.', len) == NULL)
		return true;
	for (size_t i = 0; i < nitems(ends); i++)
		if (len > strlen(ends[i]) && strncasecmp(host + len -
		    strlen(ends[i]), ends[i], strlen(ends[i])) == 0)
			return true;
	return false;
}

bool
address_url_public(const char *url)
{
	struct sockaddr_in	 in4 = { .sin_family = AF_INET };
	struct sockaddr_in6	 in6 = { .sin6_family = AF_INET6 };
	const char		*host = strstr(url, "://");
	own_str char		*name = NULL;
	bool			 six;

	if (host == NULL)
		return false;
	host += 3;
	if (strcspn(host, "@") < strcspn(host, "/?#"))
		host += strcspn(host, "@") + 1;
	six = *host == '[';
	host += six;
	name = mem_ndup(host, strcspn(host, six ? "]" : ":/?#"));
	if (six)
		return inet_pton(AF_INET6, name, &in6.sin6_addr) == 1 &&
		    address_public((struct sockaddr *)&in6);
	if (inet_pton(AF_INET, name, &in4.sin_addr) == 1)
		return address_public((struct sockaddr *)&in4);
	return !own_name(name, strlen(name));
}
