import { type Dialect, indented, sqlExport } from './sql.ts';

const dns = `SELECT
  toString(client_ip) AS source,
  query_name AS name,
  '' AS uri,
  '' AS agent,
  CAST(NULL AS Nullable(UInt64)) AS bytes_out,
  CAST(NULL AS Nullable(UInt64)) AS bytes_in,
  event_time AS seen_at
FROM \`dns_log\`
WHERE event_time >= now() - INTERVAL 30 DAY`;

const events = `SELECT
  toString(source) AS source,
  host AS name,
  path AS uri,
  user_agent AS agent,
  bytes_out AS bytes_out,
  bytes_in AS bytes_in,
  event_time AS seen_at
FROM \`events\`
WHERE event_time >= now() - INTERVAL 30 DAY`;

/** Which of the known paths it is; a function of ClickHouse that takes a piece out of a text wants a constant for its pattern. */
const found = `arrayFirst(
        p -> match(t.path, concat(replaceAll(p, '.', '[.]'), if(startsWith(p, ':'), '', '(?:$|[/:?{])'))),
        splitByChar(' ', c.paths)
      )`;

const dialect: Dialect = {
  tables: new Map([
    [
      'dns',
      {
        hints: ['A table of DNS queries, a row each: who asked, for which name, when.'],
        seen: dns,
        hasPaths: false,
      },
    ],
    [
      'events',
      {
        hints: [
          'A table of requests, from a proxy, a gateway or a mesh. Where it has no such column, `uri` and `agent`',
          "are '' and the bytes CAST(NULL AS Nullable(UInt64)).",
        ],
        seen: events,
        hasPaths: true,
      },
    ],
  ]),
  catalogue: (rows) => `catalogue AS (
  SELECT * FROM values(
    'entry String, provider String, kind String, paths String',
${indented([rows.join(',\n    ')], 4)}
  )
),`,
  paths: (paths) => paths.join(' '),
  fits: (column, pattern) => `match(${column}, '${pattern}')`,
  statement: (branches) => `asked AS (
  SELECT
    source,
    replaceRegexpOne(lower(name), '[.]?(:[0-9]+)?$', '') AS host,
    replaceRegexpOne(uri, '[?#].*$', '') AS path,
    agent,
    count() AS calls,
    sum(bytes_out) AS sent,
    sum(bytes_in) AS received,
    min(seen_at) AS first_at,
    max(seen_at) AS last_at
  FROM seen
  GROUP BY source, host, path, agent
),
told AS (
  SELECT
    a.source AS source, a.host AS host, a.path AS path, a.agent AS agent, a.calls AS calls,
    a.sent AS sent, a.received AS received, a.first_at AS first_at, a.last_at AS last_at,
    CASE
      WHEN e.entry = a.host THEN a.host
${indented(branches, 6)}
      ELSE ''
    END AS entry
  FROM asked AS a
  LEFT JOIN catalogue AS e ON e.entry = a.host
),
known AS (
  SELECT
    t.source AS source, c.provider AS provider, t.host AS host, t.agent AS agent, t.calls AS calls,
    t.sent AS sent, t.received AS received, t.first_at AS first_at, t.last_at AS last_at,
    c.paths AS paths,
    if(
      c.paths = '',
      '',
      ${found}
    ) AS known_path
  FROM told AS t
  INNER JOIN catalogue AS c ON c.entry = t.entry
)
SELECT
  source,
  provider,
  host,
  known_path AS \`path\`,
  sum(calls) AS \`count\`,
  sum(sent) AS \`bytes_out\`,
  sum(received) AS \`bytes_in\`,
  formatDateTime(min(first_at), '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS \`first_seen\`,
  formatDateTime(max(last_at), '%Y-%m-%dT%H:%i:%SZ', 'UTC') AS \`last_seen\`,
  arrayStringConcat(arraySort(groupUniqArrayIf(16)(agent, agent != '')), char(10)) AS \`user_agents\`
FROM known
WHERE paths = '' OR known_path != ''
GROUP BY source, provider, host, known_path
ORDER BY source, provider, host, known_path
SETTINGS format_csv_null_representation = ''
FORMAT CSVWithNames`,
};

/** A query for ClickHouse. Source: clickhouse.com/docs, functions of strings and arrays, the table function `values`. */
export const clickhouse = sqlExport('clickhouse', dialect);
