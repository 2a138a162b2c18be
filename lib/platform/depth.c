#include "platform/depth.h"

#include <stdio.h>

#include "base/mem.h"
#include "platform/platform.h"

/* "3.50.1790000000": the next page, its size, until_s. */
static void
read_cursor(struct depth *d, int64_t page_max, const char *cursor)
{
	long long	page, per_page, until_s;
	int		end = 0;

	if (cursor == NULL || sscanf(cursor, "%lld.%lld.%lld%n", &page,
	    &per_page, &until_s, &end) != 3 || cursor[end] != '\0' ||
	    page < 0 || page > d->most || per_page < 1 ||
	    per_page > page_max || until_s < 0 ||
	    (page + 1) * per_page > d->most)
		return;
	d->page = page;
	d->per_page = per_page;
	d->until_s = until_s;
}

void
depth_open(struct depth *d, int64_t most, int64_t page_max, int64_t limit,
    const char *cursor)
{
	const int64_t	pages = (limit + page_max - 1) / page_max;

	*d = (struct depth){ .most = most,
	    .per_page = (limit + pages - 1) / pages };
	read_cursor(d, page_max, cursor);
}

void
depth_saw(struct depth *d, int64_t at_s)
{
	if (at_s > 0 && (d->oldest_s == 0 || at_s < d->oldest_s))
		d->oldest_s = at_s;
}

bool
depth_next(struct depth *d, bool more, struct platform_got *got)
{
	d->page++;
	if (more && (d->page + 1) * d->per_page <= d->most)
		return true;
	if ((d->page + 1) * d->per_page <= d->most || d->oldest_s == 0)
		return false;
	if (d->oldest_s == d->until_s) {
		platform_got_note(got, "platform.depth", "");
		return false;
	}
	d->until_s = d->oldest_s;
	d->page = 0;
	return true;
}

char *
depth_cursor(const struct depth *d)
{
	return mem_fmt("%lld.%lld.%lld", (long long)d->page,
	    (long long)d->per_page, (long long)d->until_s);
}
