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

/* Every text of every table of the database that holds these letters: "table.column". */
export async function tracesOf(house, text) {
  const columns = await house.sql(`SELECT c.table_name t, c.column_name c FROM information_schema.columns c
    JOIN information_schema.tables b ON b.table_schema = c.table_schema AND b.table_name = c.table_name
    WHERE c.table_schema = DATABASE() AND b.table_type = 'BASE TABLE'
    AND c.data_type IN ('varchar', 'char', 'text', 'mediumtext', 'longtext')`);
  const looks = columns.map(({ t, c }) => `SELECT '${t}.${c}' place FROM \`${t}\` WHERE
    CONVERT(\`${c}\` USING utf8mb4) LIKE CONCAT('%', @text, '%')`);
  const rows = await house.sql(`SELECT DISTINCT place FROM (${looks.join(' UNION ALL ').replaceAll('@text', '?')}) x`,
    looks.map(() => text));
  return rows.map(({ place }) => place);
}
