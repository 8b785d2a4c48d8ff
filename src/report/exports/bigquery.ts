import { pathPattern } from './catalogue.ts';
import { type Dialect, indented, sqlExport } from './sql.ts';
import { standardStatement, type Words } from './statement.ts';

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

const words: Words = {
  host: "REGEXP_REPLACE(LOWER(name), r'[.]?(:[0-9]+)?$', '')",
  path: "REGEXP_REPLACE(uri, r'[?#].*$', '')",
  knownPath: 'WHEN REGEXP_CONTAINS(t.path, c.paths) THEN REGEXP_EXTRACT(t.path, c.paths)',
  named: (column) => `\`${column}\``,
  time: (expression) => `FORMAT_TIMESTAMP('%Y-%m-%dT%H:%M:%SZ', ${expression}, 'UTC')`,
  agents: "STRING_AGG(DISTINCT NULLIF(agent, ''), '\\n' LIMIT 16)",
};

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
  statement: (branches) => standardStatement(words, branches),
};

/** A query for BigQuery, in GoogleSQL. Source: cloud.google.com/bigquery/docs/reference/standard-sql; Cloud DNS, Logging and monitoring. */
export const bigquery = sqlExport('bigquery', dialect);
