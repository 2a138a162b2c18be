// timeline-rules: what is old enough to stand under its day. No DOM.

const WEEK = 7 * 86400000;

export const isOld = (at, now) => now - new Date(at) > WEEK;
