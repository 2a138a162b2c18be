/* hook: Huntflow's webhook in every organisation that the key opens: its table for the webhook
 * machine. */
#ifndef HUNTFLOW_HOOK_H
#define HUNTFLOW_HOOK_H

struct webhook_service;

/* A client is a struct huntflow_link. */
extern const struct webhook_service huntflow_hook_service;

#endif
