// erasure.js: a person is erased: asked for, then waited for.
const API = '/api/v1/candidates';

/* Until nothing is left to be done; resolves with what the request answered. also: of POST /erase. */
export async function erase(house, client, id, also) {
  const asked = also
    ? await client.expect(202, 'POST', `${API}/${id}/erase`, { also })
    : await client.expect(202, 'DELETE', `${API}/${id}`);
  await erased(house, asked.candidate_id);
  return asked;
}

/* The program that the request started has the turn, or had it. */
export function erased(house, id) {
  return house.until(async () => {
    await house.run('tick', ['erase']);
    const [row] = await house.sql('SELECT state FROM candidate_erasure WHERE candidate_id = ?', [id]);
    return row?.state === 'done';
  });
}
