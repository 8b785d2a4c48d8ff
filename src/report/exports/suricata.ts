import { type HostCatalogue, type HostEntry, hostPattern, pathPattern } from './catalogue.ts';
import { counted, type HostExport, provenance } from './export.ts';
import { signatureNumbers } from './sid.ts';

/** Raised with every change to what a rule says; Suricata tells versions of a signature by it. */
const revision = 1;

/** Where Suricata sees a host's name: the buffers of its rules, by their place among the four numbers of a host. */
const buffers = [
  { protocol: 'dns', flow: '', buffer: 'dns.query', name: 'DNS query' },
  { protocol: 'tls', flow: 'flow:established,to_server; ', buffer: 'tls.sni', name: 'TLS SNI' },
  { protocol: 'quic', flow: '', buffer: 'quic.sni', name: 'QUIC SNI' },
  { protocol: 'http', flow: 'flow:established,to_server; ', buffer: 'http.host', name: 'HTTP host' },
] as const;
type Buffer = (typeof buffers)[number];

/**
 * Rules for Suricata 7 and later. Source: docs.suricata.io, chapters DNS, TLS, QUIC and HTTP keywords, payload keywords and
 * thresholds. A source and host alert once an hour: what counts the calls is Suricata's own log.
 */
export const suricata: HostExport = {
  id: 'suricata',
  tables: [],
  render(catalogue, options) {
    const entries = [...catalogue.hosts, ...catalogue.patterns];
    const numbers = signatureNumbers(entries.map(({ host }) => host));
    return [
      `# ${provenance(catalogue, options)}`,
      '# Four numbers a host, from its name: a DNS query, the SNI of TLS, the SNI of QUIC, the host of plain HTTP.',
      ...entries.flatMap((entry) => rulesOf(entry, numbers.get(entry.host) ?? 0)),
      '',
    ].join('\n');
  },
  notes,
};

function notes({ hosts, patterns }: HostCatalogue): readonly string[] {
  const shared = [...hosts, ...patterns].filter((entry) => entry.shared);
  return shared.length === 0
    ? []
    : [
        `${counted(shared, 'host', 'hosts')} that serve other things too are told by their path, in HTTP that can be read alone`,
      ];
}

function rulesOf(entry: HostEntry, number: number): readonly string[] {
  return buffers.flatMap((buffer, index) => {
    if (entry.shared && buffer.protocol !== 'http') return [];
    return [rule(entry, buffer, number + index)];
  });
}

function rule(entry: HostEntry, { protocol, flow, buffer, name }: Buffer, sid: number): string {
  const { host, provider, kind, paths } = entry;
  const options = [
    `msg:"rollcall ${kind} host of ${provider}, ${host} in ${name}"; ${flow}${buffer}`,
    ...test(entry, buffer),
    ...(paths.length > 0 ? [`http.uri; pcre:"${pcre(pathPattern(paths))}"`] : []),
    'threshold:type limit, track by_src, count 1, seconds 3600',
    `metadata:provider ${provider}, host_kind ${kind}`,
    `sid:${sid}`,
    `rev:${revision}`,
  ];
  return `alert ${protocol} $HOME_NET any -> any any (${options.join('; ')};)`;
}

/** What a name has to be. `http.host` is in lower case as it comes, and refuses `nocase`. */
function test({ host, except }: HostEntry, buffer: Buffer['buffer']): readonly string[] {
  const nocase = buffer === 'http.host' ? '' : '; nocase';
  if (!host.includes('*')) return [`bsize:${host.length}; content:"${host}"${nocase}`];

  const head = host.slice(0, host.indexOf('*'));
  const tail = host.slice(host.lastIndexOf('*') + 1);
  const isSuffix = host === `*${tail}` && tail.startsWith('.');
  return [
    ...(head === '' ? [] : [`content:"${head}"; startswith${nocase}`]),
    // Without `dotprefix`, by which the domain itself would pass for a host below it.
    `content:"${tail}"; endswith${nocase}`,
    ...(isSuffix ? [] : [`pcre:"${pcre(hostPattern(host), 'i')}"`]),
    ...except.map((other) => `pcre:!"${pcre(hostPattern(other.host), 'i')}"`),
  ];
}

function pcre(source: string, flags = ''): string {
  return `/${source.replaceAll('/', '\\/')}/${flags}`;
}
