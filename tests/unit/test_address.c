/* address: which are of the public internet, at the edges of each range. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cmocka.h>

#include "base/mem.h"
#include "io/address.h"

static const struct {
	const char	*ip;
	bool		 open;
} addresses[] = {
	{ "8.8.8.8", true }, { "93.184.216.34", true },
	/* this network, loopback, broadcast, reserved, multicast */
	{ "0.0.0.0", false }, { "0.255.255.255", false }, { "1.0.0.0", true },
	{ "126.255.255.255", true }, { "127.0.0.1", false },
	{ "127.255.255.255", false }, { "128.0.0.0", true },
	{ "223.255.255.255", true }, { "224.0.0.1", false },
	{ "239.255.255.255", false }, { "240.0.0.0", false },
	{ "255.255.255.255", false },
	/* private */
	{ "9.255.255.255", true }, { "10.0.0.0", false },
	{ "10.255.255.255", false }, { "11.0.0.0", true },
	{ "172.15.255.255", true }, { "172.16.0.0", false },
	{ "172.31.255.255", false }, { "172.32.0.0", true },
	{ "192.167.255.255", true }, { "192.168.0.0", false },
	{ "192.168.255.255", false }, { "192.169.0.0", true },
	/* a provider's own network, link-local (cloud metadata) */
	{ "100.63.255.255", true }, { "100.64.0.0", false },
	{ "100.127.255.255", false }, { "100.128.0.0", true },
	{ "169.253.255.255", true }, { "169.254.0.0", false },
	{ "169.254.169.254", false }, { "169.255.0.0", true },
	/* protocol assignments, documentation, 6to4 relays, benchmarks */
	{ "191.255.255.255", true }, { "192.0.0.0", false },
	{ "192.0.0.255", false }, { "192.0.1.0", true },
	{ "192.0.2.1", false }, { "192.0.3.0", true },
	{ "192.88.98.255", true }, { "192.88.99.1", false },
	{ "198.17.255.255", true }, { "198.18.0.0", false },
	{ "198.19.255.255", false }, { "198.20.0.0", true },
	{ "198.51.100.1", false }, { "198.51.101.0", true },
	{ "203.0.112.255", true }, { "203.0.113.1", false },
	{ "203.0.114.0", true },
	/* IPv6: unspecified, loopback, IPv4 inside it */
	{ "2a00:1450:4001::1", true }, { "::", false }, { "::1", false },
	{ "::8.8.8.8", false }, { "::ffff:8.8.8.8", false },
	{ "::ffff:127.0.0.1", false }, { "::ffff:10.0.0.1", false },
	{ "::ffff:0:8.8.8.8", false },
	/* NAT64: the address inside counts; a network's own prefix never */
	{ "64:ff9b::8.8.8.8", true }, { "64:ff9b::10.0.0.1", false },
	{ "64:ff9b::169.254.169.254", false }, { "64:ff9b::7f00:1", false },
	{ "64:ff9b:0:1::8.8.8.8", false }, { "64:ff9b:1::8.8.8.8", false },
	/* outside 2000::/3: discard, local, link-local, site-local, multicast */
	{ "100::1", false }, { "1fff:ffff::1", false }, { "2000::1", true },
	{ "3ffe:ffff::1", true }, { "4000::1", false }, { "5f00::1", false },
	{ "fc00::1", false }, { "fdff::1", false }, { "fe80::1", false },
	{ "febf::1", false }, { "fec0::1", false }, { "ff02::1", false },
	{ "ff0e::1", false },
	/* Teredo, ORCHID and their likes; 6to4; documentation */
	{ "2001::1", false }, { "2001:20::1", false },
	{ "2001:1ff:ffff::1", false }, { "2001:200::1", true },
	{ "2001:db7::1", true }, { "2001:db8::1", false },
	{ "2001:db8:ffff::1", false }, { "2001:db9::1", true },
	{ "2002:7f00:1::", false }, { "2002:808:808::1", false },
	{ "2003::1", true }, { "3fff::1", false }, { "3fff:fff::1", false },
	{ "3fff:1000::1", true },
};

static void
tells_public_addresses(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(addresses); i++) {
		struct sockaddr_in	 in4 = { .sin_family = AF_INET };
		struct sockaddr_in6	 in6 = { .sin6_family = AF_INET6 };
		bool			 is4, open;

		is4 = inet_pton(AF_INET, addresses[i].ip, &in4.sin_addr) == 1;
		assert_true(is4 || inet_pton(AF_INET6, addresses[i].ip,
		    &in6.sin6_addr) == 1);
		open = address_public(is4 ? (struct sockaddr *)&in4 :
		    (struct sockaddr *)&in6);
		if (open != addresses[i].open)
			fail_msg("%s: %d", addresses[i].ip, open);
	}
}

static void
other_families_are_not(void **state)
{
	struct sockaddr_un	 un = { .sun_family = AF_UNIX };
	struct sockaddr		 none = { .sa_family = AF_UNSPEC };

	(void)state;
	assert_false(address_public((struct sockaddr *)&un));
	assert_false(address_public(&none));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(tells_public_addresses),
		cmocka_unit_test(other_families_are_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
