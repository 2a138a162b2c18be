// asking: who draws questions before what cannot be undone: pages that never ask need not load it.
import { signal } from './html.js';

/* The component (ui/dialog.js), from when a page that may ask was loaded. */
export const asker = signal(null);
