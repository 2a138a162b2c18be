// million.js: as lists.js, for a person with a million tasks.
import { measure } from './pages.js';

await measure(1_000_000);
