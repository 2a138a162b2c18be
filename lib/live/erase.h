/* erase: live events that were told to pages and name somebody who is erased. Table event_log. */
#ifndef LIVE_ERASE_H
#define LIVE_ERASE_H

struct contact_store;

/* The event goes: a page that missed it reads its list anew, as after any other. */
extern const struct contact_store	live_events;

#endif
