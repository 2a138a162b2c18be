// session-rules: rights, and what a live event changes in the counts. No DOM.

export const RANKS = ['candidate', 'member', 'recruiter', 'manager', 'admin'];

export const may = (user, role) => Boolean(user) && RANKS.indexOf(user.role) >= RANKS.indexOf(role);

/* A page or a place in the navigation; only: that role alone. */
export const mayOpen = (user, { role, only }) => !role || (only ? user?.role === role : may(user, role));

/* The page of the navigation that is lit: this one, or the one whose section it is. pages: what one may open. */
export function placeOf(name, pages) {
  const { inside = [] } = pages.find((page) => page.name === name) || {};
  return inside.find((above) => pages.some((page) => page.name === above)) ?? name;
}

/* The running import inside the overview, after an event about it. */
export function patchImport(overview, job) {
  const running = overview.running_import;
  if (!job || (running && running.id !== job.id)) return overview;
  if (job.status !== 'running') return running ? { ...overview, running_import: null } : overview;
  return { ...overview, running_import: { ...running, ...job } };
}
