// turns: what is long is drawn in parts when it is first shown, so that the page answers between them.
import { html, useEffect, useState } from '../lib/html.js';
import { Coming } from './states.js';

const FRAME_MS = 16;

/* Is it the turn of part n? Part 0 is drawn at once, each other one a frame after that before it. onCome: it is. */
export function useTurn(n, onCome) {
  const [come, setCome] = useState(n <= 0);
  useEffect(() => {
    if (come) {
      onCome?.();
      return undefined;
    }
    const timer = setTimeout(() => setCome(true), n * FRAME_MS);
    return () => clearTimeout(timer);
  }, [come]);
  return come;
}

/* What stands below so many parts waits for them. */
export const Waiting = ({ parts, onCome }) => !useTurn(parts, onCome) && html`<${Coming} />`;
