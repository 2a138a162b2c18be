// platform-rules: what several pages say of job boards: their tabs, the quota that matters. No DOM.

/* The pages of job boards, of which the search has an address of its own. */
const TABS = {
  manage: '/integrations/', search: '/candidates/search/', salary: '/candidates/search/?tab=salary',
  logs: '/integrations/?tab=logs', stats: '/integrations/?tab=stats',
};
export const tabsOf = (recruiter, now) => Object.entries(TABS).filter(([key]) => recruiter || key === 'manage')
  .map(([key, href]) => ({ key, href, current: key === now }));

/* The quota that is nearest to its end. */
export function quotaOf(account) {
  const known = (account?.quotas || []).filter(({ limit, left }) => limit > 0 && left !== null);
  return [...known].sort((a, b) => a.left / a.limit - b.left / b.limit)[0] || null;
}
