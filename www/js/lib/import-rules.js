// import-rules: time left of an import, what changes with an event. No DOM.

const FIRST = 20;

/*
 * Shown after 20 items. Under 10 minutes to the minute, over to 5, over two hours as a clock time alone.
 * { kind: counting | soon | minutes | clock, minutes, at }
 */
export function etaOf({ eta_seconds: seconds, processed_tasks: done, total_tasks: all }, now = Date.now()) {
  if (seconds === null || seconds === undefined || done < Math.min(FIRST, all / 2)) return { kind: 'counting' };
  if (seconds < 45) return { kind: 'soon' };
  const exact = seconds / 60;
  const minutes = exact < 10 ? Math.max(1, Math.round(exact)) : Math.round(exact / 5) * 5;
  const at = new Date(now + seconds * 1000);
  return { kind: minutes > 120 ? 'clock' : 'minutes', minutes, at };
}

/* The states from which one may stop, go on or end an import. */
export const canStop = ({ status }) => status === 'running';
export const canResume = ({ status }) => status === 'stopped' || status === 'failed';
export const canCancel = ({ status }) => status === 'running' || status === 'stopped';
export const isOver = ({ status }) => status === 'completed' || status === 'cancelled' || status === 'failed';

/* Applicants that an import made can be taken back when it is over; once begun, it goes on by itself. */
export const canUndo = (job) =>
  isOver(job) && job.successful_tasks > 0 && (!job.undo || job.undo.done < job.undo.total) && !isUndoing(job);
export const isUndoing = ({ undo }) => undo?.state === 'running';

/* An event knows the job but not the failures and the speed: those stay until the next reading. */
export const merged = (progress, event) => (event.id === progress.id ? { ...progress, ...event } : progress);

/* The part of ten, of a hundred: what the live region says at 25, 50, 75 % and at the end. */
export const quarter = ({ processed_tasks: done, total_tasks: all, status }) =>
  status === 'running' ? Math.floor((4 * done) / Math.max(1, all)) : 10;
