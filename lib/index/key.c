#include "index/key.h"

#include <string.h>

struct key
key_begin(uint32_t slot, char table)
{
	struct key	 k;

	k.len = 0;
	key_number(&k, slot);
	key_byte(&k, (uint8_t)table);
	return k;
}

void
key_byte(struct key *k, uint8_t byte)
{
	k->bytes[k->len++] = byte;
}

/* How many bytes follow, then those, the highest first. */
void
key_number(struct key *k, uint64_t n)
{
	int	 size = n == 0 ? 0 : 8 - __builtin_clzll(n) / 8;

	key_byte(k, (uint8_t)size);
	while (size-- > 0)
		key_byte(k, (uint8_t)(n >> (8 * size)));
}

void
key_part(struct key *k, uint16_t part)
{
	key_byte(k, (uint8_t)(part >> 8));
	key_byte(k, (uint8_t)part);
}

void
key_bytes(struct key *k, const void *bytes, size_t len)
{
	memcpy(k->bytes + k->len, bytes, len);
	k->len += len;
}

/* A zero in the key becomes 0 255, its end is 0 0. */
void
place_of(struct place *p, const uint8_t *key, size_t len, int64_t id)
{
	size_t	 n = 0;

	for (size_t i = 0; i < len; i++) {
		p->bytes[n++] = key[i];
		if (key[i] == 0)
			p->bytes[n++] = 255;
	}
	p->bytes[n++] = 0;
	p->bytes[n++] = 0;
	for (int shift = 56; shift >= 0; shift -= 8)
		p->bytes[n++] = (uint8_t)((uint64_t)id >> shift);
	p->len = n;
}

int
place_cmp(const void *a, size_t alen, const void *b, size_t blen)
{
	int	 cmp = memcmp(a, b, alen < blen ? alen : blen);

	return cmp != 0 ? cmp : (alen > blen) - (alen < blen);
}
