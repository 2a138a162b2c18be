#include "import/verdict.h"

#include <string.h>

#include "base/err.h"
#include "base/mem.h"

#define BUSY_MS		1000	/* while another process has the task */
#define PAUSE_MAX_MS	300000

static const struct {
	const char		*code;
	enum import_verdict	 verdict;
} verdicts[] = {
	{ "clickup.token",	VERDICT_HALT },
	{ "clickup.unset",	VERDICT_HALT },
	{ "notion.token",	VERDICT_HALT },
	{ "notion.unset",	VERDICT_HALT },
	{ "huntflow.key",	VERDICT_HALT },
	{ "huntflow.setup",	VERDICT_HALT },
	{ "huntflow.unpaid",	VERDICT_HALT },
	{ "huntflow.account",	VERDICT_HALT },
	{ "huntflow.vacancy",	VERDICT_HALT },
	{ "huntflow.stage",	VERDICT_HALT },
	{ "service.account_inactive",	VERDICT_HALT },
	{ "io.secret_key",		VERDICT_HALT },
	{ "service.lease_lost",		VERDICT_LOST },
	{ "origin.busy",	VERDICT_WAIT },
	{ "transfer.unsure",	VERDICT_UNSURE },
	{ "transfer.same_unsure",	VERDICT_AGAIN },
	{ "huntflow.duplicate_found",	VERDICT_FAIL },
	{ "candidate.forbidden",	VERDICT_FAIL },
	{ "huntflow.input",	VERDICT_FAIL },	/* whatever its status */
};

enum import_verdict
import_verdict_of(const struct err *err)
{
	for (size_t i = 0; i < nitems(verdicts); i++)
		if (strcmp(err->code, verdicts[i].code) == 0)
			return verdicts[i].verdict;
	switch (err->kind) {
	case ERR_BUSY:
	case ERR_DOWN:
		return VERDICT_WAIT;
	case ERR_INPUT:
	case ERR_DENIED:
	case ERR_ABSENT:
	case ERR_TOO_LARGE:
		return VERDICT_FAIL;
	default:
		return VERDICT_AGAIN;
	}
}

bool
import_verdict_outage(const struct err *err)
{
	static const char *const codes[] = { "huntflow.busy", "clickup.limit",
		"notion.limit", "notion.overload", "huntflow.down",
		"clickup.down", "notion.down" };

	for (size_t i = 0; i < nitems(codes); i++)
		if (strcmp(err->code, codes[i]) == 0)
			return true;
	return false;
}

const char *
import_verdict_service(const struct err *err)
{
	static const char *const services[] = { "clickup", "notion" };

	for (size_t i = 0; i < nitems(services); i++)
		if (strncmp(err->code, services[i], strlen(services[i])) == 0)
			return services[i];
	return "huntflow";
}

int64_t
import_verdict_pause(const struct err *err, int64_t base_ms, int64_t attempts,
    double chance)
{
	int64_t	 ms = base_ms;

	if (err->retry_after_s > 0)
		return err->retry_after_s * 1000LL;
	if (strcmp(err->code, "origin.busy") == 0)
		return BUSY_MS;
	for (; attempts > 0 && ms < PAUSE_MAX_MS; attempts--)
		ms *= 4;
	if (ms > PAUSE_MAX_MS)
		ms = PAUSE_MAX_MS;
	return ms * 3 / 4 + (int64_t)((double)ms / 2 * chance);
}
