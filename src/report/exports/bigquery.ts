import { pathPattern } from './catalogue.ts';
import { type Dialect, indented, sqlExport } from './sql.ts';

const dns = `SELECT
  COALESCE(jsonPayload.vmInstanceName, jsonPayload.sourceIP) AS source,
  jsonPayload.queryName AS name,
  '' AS uri,
  '' AS agent,
  CAST(NULL AS INT64) AS bytes_out,
  CAST(NULL AS INT64) AS bytes_in,
  timestamp AS seen_at
FROM \`my-project.my_dataset.dns_googleapis_com_dns_queries\`
WHERE timestamp >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 30 DAY)`;

const events = `SELECT
  source AS source,
  host AS name,
  path AS uri,
  user_agent AS agent,
  bytes_out AS bytes_out,
  bytes_in AS bytes_in,
  event_time AS seen_at
FROM \`my-project.my_dataset.events\`
WHERE event_time >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 30 DAY)`;

const dialect: Dialect = {
  tables: new Map([
    [
      'dns',
      {
        hints: [
          'Cloud DNS query logs, as a sink of Cloud Logging writes them (dns_googleapis_com_dns_queries). In a dataset of',
          'Log Analytics the table is _AllLogs, and the columns are JSON_VALUE(json_payload.queryName) and so on.',
        ],
        seen: dns,
        hasPaths: false,
      },
    ],
    [
      'events',
      {
        hints: [
          'A table of requests, from a proxy, a gateway or a mesh. Where it has no such column, uri and agent are',
          "'' and the bytes CAST(NULL AS INT64).",
        ],
        seen: events,
        hasPaths: true,
      },
    ],
  ]),
  catalogue: (rows) => `catalogue AS (
  SELECT * FROM UNNEST(ARRAY<STRUCT<entry STRING, provider STRING, kind STRING, paths STRING>>[
${indented([rows.join(',\n    ')], 4)}
  ])
),`,
  paths: pathPattern,
  fits: (column, pattern) => `REGEXP_CONTAINS(${column}, r'${pattern}')`,
  statement: (branches) => `asked AS (
  SELECT
    source,
    REGEXP_REPLACE(LOWER(name), r'[.]?(:[0-9]+)?$', '') AS host,
    REGEXP_REPLACE(uri, r'[?#].*$', '') AS path,
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
      WHEN REGEXP_CONTAINS(t.path, c.paths) THEN REGEXP_EXTRACT(t.path, c.paths)
    END AS known_path
  FROM told AS t
  INNER JOIN catalogue AS c ON c.entry = t.entry
)
SELECT
  source,
  provider,
  host,
  known_path AS \`path\`,
  SUM(calls) AS \`count\`,
  SUM(sent) AS \`bytes_out\`,
  SUM(received) AS \`bytes_in\`,
  FORMAT_TIMESTAMP('%Y-%m-%dT%H:%M:%SZ', MIN(first_at), 'UTC') AS \`first_seen\`,
  FORMAT_TIMESTAMP('%Y-%m-%dT%H:%M:%SZ', MAX(last_at), 'UTC') AS \`last_seen\`,
  STRING_AGG(DISTINCT NULLIF(agent, ''), '\\n' LIMIT 16) AS \`user_agents\`
FROM known
WHERE known_path IS NOT NULL
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4`,
};

/** A query for BigQuery, in GoogleSQL. Source: cloud.google.com/bigquery/docs/reference/standard-sql; Cloud DNS, Logging and monitoring. */
export const bigquery = sqlExport('bigquery', dialect);
