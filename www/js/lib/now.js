// now: the time that pages show. It goes on by itself while somebody looks: one timer for all that is said of it.
import { signal } from '@preact/signals';

const STEP_MS = 30_000;
const state = { timer: 0 };

/* In ms, of the last whole half of a minute; whoever reads it while drawing is drawn again with the next one. */
export const now = signal(Date.now());

function step() {
  clearTimeout(state.timer);
  if (document.hidden) return;
  now.value = Date.now();
  state.timer = setTimeout(step, STEP_MS - (now.value % STEP_MS));
}
document.addEventListener('visibilitychange', step);
step();
