import { pathPattern } from './catalogue.ts';
import { type Dialect, indented, sqlExport } from './sql.ts';

const route53 = `SELECT
  COALESCE(srcids.instance, srcaddr) AS source,
  query_name AS name,
  '' AS uri,
  '' AS agent,
  CAST(NULL AS BIGINT) AS bytes_out,
  CAST(NULL AS BIGINT) AS bytes_in,
  from_iso8601_timestamp(query_timestamp) AS seen_at
FROM "r53_rlogs"
WHERE from_iso8601_timestamp(query_timestamp) >= current_timestamp - INTERVAL '30' DAY`;

const cloudtrail = `SELECT
  COALESCE(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, sourceipaddress) AS source,
  tlsdetails.clientprovidedhostheader AS name,
  '' AS uri,
  useragent AS agent,
  CAST(NULL AS BIGINT) AS bytes_out,
  CAST(NULL AS BIGINT) AS bytes_in,
  from_iso8601_timestamp(eventtime) AS seen_at
FROM "cloudtrail_logs"
WHERE from_iso8601_timestamp(eventtime) >= current_timestamp - INTERVAL '30' DAY
  AND errorcode IS NULL`;

const events = `SELECT
  source AS source,
  host AS name,
  path AS uri,
  user_agent AS agent,
  bytes_out AS bytes_out,
  bytes_in AS bytes_in,
  event_time AS seen_at
FROM "events"
WHERE event_time >= current_timestamp - INTERVAL '30' DAY`;

const dialect: Dialect = {
  tables: new Map([
    [
      'route53',
      {
        hints: [
          'Query logs of Route 53 Resolver, as r53_rlogs of the Athena User Guide. Name its partitions too, where it',
          'has some: less is read then. Without srcids, the source is srcaddr.',
        ],
        seen: route53,
        hasPaths: false,
      },
    ],
    [
      'cloudtrail',
      {
        hints: [
          'CloudTrail, as cloudtrail_logs of the Athena User Guide: who called Bedrock. The source is the role, which',
          'stays, and not its session. Name the partitions too, where it has some. What was refused is no call.',
        ],
        seen: cloudtrail,
        hasPaths: false,
      },
    ],
    [
      'events',
      {
        hints: [
          'A table of requests, from a proxy, a gateway or a mesh. Not of a load balancer, whose host is your own. Where',
          "it has no such column, uri and agent are '' and the bytes CAST(NULL AS BIGINT).",
        ],
        seen: events,
        hasPaths: true,
      },
    ],
  ]),
  catalogue: (rows) => `catalogue (entry, provider, kind, paths) AS (
  VALUES
${indented([rows.join(',\n    ')], 4)}
),`,
  paths: pathPattern,
  fits: (column, pattern) => `regexp_like(${column}, '${pattern}')`,
  statement: (branches) => `asked AS (
  SELECT
    source,
    regexp_replace(lower(name), '[.]?(:[0-9]+)?$', '') AS host,
    regexp_replace(uri, '[?#].*$', '') AS path,
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
      WHEN regexp_like(t.path, c.paths) THEN regexp_extract(t.path, c.paths, 1)
    END AS known_path
  FROM told AS t
  INNER JOIN catalogue AS c ON c.entry = t.entry
)
SELECT
  source,
  provider,
  host,
  known_path AS "path",
  SUM(calls) AS "count",
  SUM(sent) AS "bytes_out",
  SUM(received) AS "bytes_in",
  date_format(MIN(first_at) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%i:%sZ') AS "first_seen",
  date_format(MAX(last_at) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%i:%sZ') AS "last_seen",
  array_join(slice(array_sort(array_agg(DISTINCT agent) FILTER (WHERE agent <> '')), 1, 16), chr(10)) AS "user_agents"
FROM known
WHERE known_path IS NOT NULL
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4`,
};

/** A query for Amazon Athena, engine version 3 (Trino). Source: docs.aws.amazon.com/athena, Query AWS service logs; trino.io/docs, functions. */
export const athena = sqlExport('athena', dialect);
