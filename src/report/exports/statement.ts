import { indented } from './sql.ts';

/** What the statement is written with where products differ. */
export interface Words {
  /** The host of `name`, in lower case, without a port and the dot at its end. */
  readonly host: string;
  /** The path of `uri`, without its query. */
  readonly path: string;
  /** The part of the path `t.path` that `c.paths` knows, as a `WHEN` of a `CASE`. */
  readonly knownPath: string;
  /** A name of a column of the result, quoted. */
  readonly named: (column: string) => string;
  /** A time as ISO 8601, UTC. */
  readonly time: (expression: string) => string;
  /** The first sixteen of `agent`, a line each. */
  readonly agents: string;
}

/** The statement behind `seen` and `catalogue`, for products that group by a column's position and resolve names as standard SQL does. */
export function standardStatement(words: Words, branches: readonly string[]): string {
  const { host, path, knownPath, named, time, agents } = words;
  return `asked AS (
  SELECT
    source,
    ${host} AS host,
    ${path} AS path,
    agent,
    COUNT(*) AS calls,
    SUM(bytes_out) AS sent,
    SUM(bytes_in) AS received,
    MIN(seen_at) AS first_at,
    MAX(seen_at) AS last_at
  FROM seen
  GROUP BY 1, 2, 3, 4
),
told AS (
  SELECT
    a.source, a.host, a.path, a.agent, a.calls, a.sent, a.received, a.first_at, a.last_at,
    CASE
      WHEN e.entry = a.host THEN a.host
${indented(branches, 6)}
    END AS entry
  FROM asked AS a
  LEFT JOIN catalogue AS e ON e.entry = a.host
),
known AS (
  SELECT
    t.source, c.provider, t.host, t.agent, t.calls, t.sent, t.received, t.first_at, t.last_at,
    CASE
      WHEN c.paths = '' THEN ''
      ${knownPath}
    END AS known_path
  FROM told AS t
  INNER JOIN catalogue AS c ON c.entry = t.entry
)
SELECT
  source,
  provider,
  host,
  known_path AS ${named('path')},
  SUM(calls) AS ${named('count')},
  SUM(sent) AS ${named('bytes_out')},
  SUM(received) AS ${named('bytes_in')},
  ${time('MIN(first_at)')} AS ${named('first_seen')},
  ${time('MAX(last_at)')} AS ${named('last_seen')},
  ${agents} AS ${named('user_agents')}
FROM known
WHERE known_path IS NOT NULL
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4`;
}
