import { pathPattern } from './catalogue.ts';
import { type Dialect, indented, sqlExport } from './sql.ts';
import { standardStatement, type Words } from './statement.ts';

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

const words: Words = {
  host: "regexp_replace(lower(name), '[.]?(:[0-9]+)?$', '')",
  path: "regexp_replace(uri, '[?#].*$', '')",
  knownPath: 'WHEN regexp_like(t.path, c.paths) THEN regexp_extract(t.path, c.paths, 1)',
  named: (column) => `"${column}"`,
  time: (expression) => `date_format(${expression} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%i:%sZ')`,
  agents: "array_join(slice(array_sort(array_agg(DISTINCT agent) FILTER (WHERE agent <> '')), 1, 16), chr(10))",
};

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
  statement: (branches) => standardStatement(words, branches),
};

/** A query for Amazon Athena, engine version 3 (Trino). Source: docs.aws.amazon.com/athena, Query AWS service logs; trino.io/docs, functions. */
export const athena = sqlExport('athena', dialect);
