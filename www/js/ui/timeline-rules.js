// timeline-rules: what is old enough to be grouped by day. No DOM.

const WEEK = 7 * 86400000;

export const isOld = (at, now) => now - new Date(at) > WEEK;
