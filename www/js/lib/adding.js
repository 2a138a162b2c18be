// adding: the box for a new task of the team: what asks for it need not load it.
import { signal } from './html.js';

/* null, or what the new task begins with: { title?, list?, assigned_to?, status?, due_date?, link?, onDone? } */
export const adding = signal(null);

/* What a page gives to a task that is begun by a key there. */
const usual = { of: () => ({}) };
export const setUsual = (of) => { usual.of = of || (() => ({})); };

export const addNew = (start = usual.of()) => { adding.value = start; };
export const dropNew = () => { adding.value = null; };
