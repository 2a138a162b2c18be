// undo-rules: the stages of a rejection and the request of an undo. No DOM.

export const rejections = (stages) => (stages || []).filter(({ type }) => type === 'trash');

/* A rejection needs a vacancy and a stage; a removal needs nothing. */
export const undoReady = (mode, { vacancy_id: vacancy, status_id: stage }) =>
  mode === 'remove' || Boolean(vacancy && stage);

export function undoBody(mode, chosen) {
  if (mode === 'remove') return { mode };
  const set = Object.entries(chosen).filter(([, value]) => value);
  return { mode, ...Object.fromEntries(set.map(([name, value]) => [name, Number(value)])) };
}
