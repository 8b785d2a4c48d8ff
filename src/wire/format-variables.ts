/** Programs whose format strings are understood. */
export const programs = ['squid', 'nginx', 'apache'] as const;
export type Program = (typeof programs)[number];

/** What a variable of a format string stands for. */
export type Role =
  | 'time'
  | 'source'
  | 'user'
  | 'method'
  | 'request'
  | 'url'
  | 'path'
  | 'target'
  | 'front'
  | 'name'
  | 'address'
  | 'userAgent'
  | 'result'
  | 'status'
  | 'bytesIn'
  | 'bytesOut'
  | 'transport';

/**
 * Variables by what they stand for, the better one first. `target` is where a proxy went, `front` the name that a server was
 * asked by, `name` that in a TLS handshake. Their meaning is that of
 * https://nginx.org/en/docs/varindex.html, https://www.squid-cache.org/Doc/config/logformat/ and
 * https://httpd.apache.org/docs/2.4/mod/mod_log_config.html; a balancer of Apache's tells its backend in the environment.
 */
export const variables: Readonly<Record<Program, Readonly<Partial<Record<Role, readonly string[]>>>>> = {
  nginx: {
    time: ['msec', 'time_iso8601', 'time_local'],
    source: ['proxy_protocol_addr', 'remote_addr'],
    user: ['remote_user'],
    method: ['request_method'],
    request: ['request'],
    path: ['request_uri', 'uri', 'document_uri'],
    target: ['proxy_host', 'connect_host'],
    front: ['http_host', 'host', 'server_name'],
    name: ['ssl_preread_server_name', 'ssl_server_name'],
    address: ['upstream_addr', 'connect_addr'],
    userAgent: ['http_user_agent'],
    status: ['status'],
    bytesIn: ['bytes_sent', 'body_bytes_sent'],
    bytesOut: ['bytes_received', 'request_length'],
    transport: ['protocol'],
  },
  squid: {
    time: ['ts.tu', 'ts', 'tl', 'tg'],
    source: ['>a', '>A'],
    user: ['un', 'ul', 'ui', 'ue', 'us'],
    method: ['rm', '>rm', '<rm'],
    url: ['ru', '>ru', '<ru'],
    path: ['rp', '>rp', '<rp'],
    target: ['>rd', '<rd'],
    front: ['{host}>h', '{host}>ha'],
    name: ['ssl::>sni'],
    address: ['<a', '<A'],
    userAgent: ['{user-agent}>h', '{user-agent}>ha'],
    result: ['Ss'],
    status: ['>Hs', 'Hs', '<Hs'],
    bytesIn: ['<st', 'st'],
    bytesOut: ['>st'],
  },
  apache: {
    time: ['{clf}t', '{usec}t', '{msec}t', '{sec}t', '{}t'],
    source: ['a', '{c}a', 'h', '{c}h'],
    user: ['u'],
    method: ['m'],
    request: ['r'],
    path: ['U'],
    target: ['{balancer_worker_name}e'],
    front: ['{host}i', 'V', 'v'],
    userAgent: ['{user-agent}i'],
    status: ['s'],
    bytesIn: ['O', 'B', 'b'],
    bytesOut: ['I'],
  },
};

/** Codes of Squid that stand for no role, so that it is known where they end: `%Shx` is the code `Sh` and a letter. */
export const otherCodes: readonly string[] =
  '>p >eui >la >lp <p <la <lp la lp >qos <qos tu tr dt tS et sn err_code err_detail note rv >rs <rs >rP <rP <ha >h <h >ha Sh mt >sh <sh >sH <sH stp <pt <tt <bs has_request transport busy_time'.split(
    ' ',
  );

/** Values whose shape is known, whatever stands around them: they hold blanks, or border on each other. */
export const shapes: Readonly<Record<string, string>> = {
  time_local: '\\d{1,2}/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}',
  time_iso8601: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[+-]\\d\\d:\\d\\d',
  msec: '\\d{9,11}\\.\\d{3}',
  tl: '\\d{1,2}/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}',
  tg: '\\d{1,2}/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}',
  '{clf}t': '\\[\\d{1,2}/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}\\]',
  ts: '\\d{9,11}',
  'ts.tu': '\\d{9,11}\\.\\d{1,3}',
  scheme: 'https?',
  host: '[\\w.:\\[\\]-]{0,255}',
  http_host: '[\\w.:\\[\\]-]{0,255}',
  proxy_host: '[\\w.:\\[\\]-]{0,255}',
};
