#include "service/lease.h"

#include "base/err.h"
#include "io/secret.h"

void
lease_name(char out[LEASE_SIZE])
{
	static const char	 letters[] = "abcdefghijklmnopqrstuvwxyz234567";

	for (int i = 0; i < LEASE_SIZE - 1; i++)
		out[i] = letters[secret_random(sizeof(letters) - 1)];
	out[LEASE_SIZE - 1] = '\0';
}

int
lease_held(int rc, const int64_t *changed, const char *what, struct err *err)
{
	if (rc == -1)
		return -1;
	return *changed == 1 ? 0 : err_code(err, ERR_CONFLICT,
	    "service.lease_lost", "%s was taken over", what);
}
