#include "live/audience.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void
live_people_add(struct live_people *p, int64_t user_id)
{
	if (p->n == p->cap) {
		p->cap = p->cap == 0 ? 64 : p->cap * 2;
		p->v = mem_grow(p->v, p->cap, sizeof(*p->v));
	}
	p->v[p->n++] = user_id;
}

void
live_people_clear(struct live_people *p)
{
	free(p->v);
	memset(p, 0, sizeof(*p));
}
