/* gate: who asks, and repeated POSTs: what io/web asks of the stores. Every program
 * hands it to web_main. */
#ifndef JOB_GATE_H
#define JOB_GATE_H

#include "io/web.h"

extern const struct web_gate gate;

#endif
