#include "transfer/pause.h"

#include "base/conf.h"
#include "base/err.h"

#define FIRST_MS	5000
#define MOST_MS		(24 * 3600 * 1000LL)
#define LOOKS_MAX	20
#define SECOND_FIRST	3	/* the pause that follows the third look, and on from there */
#define SECOND_LOOKS	4

static int64_t
pause_ms(const struct conf *conf, int64_t n)
{
	int64_t	 ms = conf_int(conf, "TRANSFER_LOOK_MS", FIRST_MS);

	for (; n > 0 && ms < MOST_MS; n--)
		ms *= 4;
	return ms < MOST_MS ? ms : MOST_MS;
}

bool
transfer_pause_passes(const struct err *why)
{
	switch (why->kind) {
	case ERR_BUSY:
	case ERR_REMOTE:
	case ERR_REMOTE_AUTH:
	case ERR_DOWN:
	case ERR_TIMEOUT:
		return true;
	default:
		return false;
	}
}

int64_t
transfer_pause_look(const struct conf *conf, int64_t looks)
{
	return looks < LOOKS_MAX ? pause_ms(conf, looks) : -1;
}

int64_t
transfer_pause_second(const struct conf *conf, int64_t looks)
{
	return looks < SECOND_LOOKS ? pause_ms(conf, SECOND_FIRST + looks) :
	    -1;
}
