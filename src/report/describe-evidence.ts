import type { Tool } from '../model/census.ts';
import type {
  CallEvidence,
  DeclarationEvidence,
  Evidence,
  GrantEvidence,
  KeyEvidence,
  RequestEvidence,
} from '../model/evidence.ts';
import type { ProcessEvidence, TrafficEvidence } from '../model/sighting.ts';
import { verdictInWords } from '../text/verdict.ts';
import { list, quantity } from './quantity.ts';

/** A default import has no name of its own: what is called of it has. */
function called(symbol: string): string {
  return symbol.replace(/^[\s().]+/, '') || 'what it imports';
}

/** What a witness saw, as the rest of a sentence whose subject is the code: `calls chat.completions.create of openai`. */
export function describeEvidence(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'sdk':
      return `imports ${evidence.module}`;
    case 'call':
      return `calls ${called(evidence.symbol)}${of(evidence)}${reach(evidence)}${tools(evidence.tools)}`;
    case 'construct':
      return `makes ${called(evidence.symbol)}${of(evidence)}${named(evidence.name)}${reach(evidence)}${tools(evidence.tools)}`;
    case 'endpoint':
      return `names the host ${evidence.host}`;
    case 'request':
      return request(evidence);
    case 'variable':
      return `uses the ${evidence.secret ? 'credential' : 'variable'} ${evidence.name}${from(evidence.ref)}`;
    case 'key':
      return key(evidence);
    case 'tool':
      return `has the tool ${describeTool(evidence)}`;
    case 'gate':
      return `asks a person through ${evidence.symbol}`;
    case 'server':
      return `serves tools over MCP${named(evidence.name)}`;
    case 'connection':
      return `connects to the MCP server ${evidence.name}${evidence.target === '' ? '' : ` (${evidence.target})`}`;
    case 'trigger':
      return `is started by ${list(evidence.triggers)} through ${evidence.symbol}`;
    case 'store':
      return `keeps data in ${evidence.name}`;
    case 'declaration':
      return declaration(evidence);
    case 'workload':
      return `runs ${evidence.serves ? 'a model server' : 'the workload'} ${evidence.name}${image(evidence.image)}`;
    case 'identity':
      return `runs as ${evidence.name}`;
    case 'grant':
      return grant(evidence);
    case 'link':
      return `calls ${evidence.symbol === '' ? 'code' : evidence.symbol} of ${evidence.unit}, which reaches a model`;
    case 'setting':
      return `sets ${evidence.name}${of(evidence)}${reach(evidence)}`;
    case 'traffic':
      return traffic(evidence);
    case 'process':
      return process(evidence);
    case 'dependency':
      return `depends on ${evidence.package}`;
    default:
      return evidence satisfies never;
  }
}

/** `called api.openai.com 4 times from 2026-11-20 to 2026-11-22 (as svc-triage at a proxy)`. */
function traffic({ caller, host, provider, basis, count, denied, api, first, last }: TrafficEvidence): string {
  const where = host ?? provider ?? 'a model';
  const whose = host !== null && provider !== null ? ` of ${provider}` : api === null ? '' : `, which speaks ${api},`;
  const times = count === 0 ? `${quantity(denied, 'time')}, all refused` : quantity(count, 'time');
  const refused = count > 0 && denied > 0 ? `, and ${denied} more refused` : '';
  return `is ${caller.key}, which ${describeBasis(basis)} ${where}${whose} ${times}${refused}${period(first, last)}`;
}

function period(first: string | null, last: string | null): string {
  if (first === null || last === null) return '';
  const [from, to] = [first.slice(0, 10), last.slice(0, 10)];
  return from === to ? ` on ${from}` : ` from ${from} to ${to}`;
}

/** What was seen of a connection, as a verb whose object is the host. */
function describeBasis(basis: TrafficEvidence['basis']): string {
  switch (basis) {
    case 'http':
    case 'audit':
    case 'gateway':
    case 'span':
      return 'called';
    case 'connect':
    case 'sni':
    case 'fqdn':
      return 'connected to';
    case 'dns':
      return 'looked up';
    case 'ip':
      return 'connected to an address of';
    default:
      return basis satisfies never;
  }
}

/** How it is known where traffic went, for whoever asks how sure that is. */
export function describeBasisOf({ basis }: TrafficEvidence): string {
  switch (basis) {
    case 'http':
      return 'the request itself was seen';
    case 'connect':
      return 'a proxy was asked for a tunnel';
    case 'sni':
      return 'the name stood in the handshake of TLS';
    case 'fqdn':
      return 'the address was joined to the name';
    case 'dns':
      return 'a name that was looked up is no connection';
    case 'ip':
      return 'an address alone, which others may share';
    case 'audit':
      return 'the own record of the cloud or vendor';
    case 'gateway':
      return 'the record of a gateway for models';
    case 'span':
      return 'a trace that the program wrote itself';
    default:
      return basis satisfies never;
  }
}

function process({ program, script, folder, variables, connections, serves }: ProcessEvidence): string {
  const what = `runs ${program}${script === null ? '' : ` ${script}`}${folder === null ? '' : ` in ${folder}`}`;
  const keys = variables.length === 0 ? '' : ` with ${list(variables)}`;
  const open = connections.length === 0 ? '' : `, connected to ${list(connections.map(({ host }) => host))}`;
  return `${what}${keys}${open}${serves ? ', a model server' : ''}`;
}

function image(name: string | null): string {
  return name === null ? '' : ` from the image ${name}`;
}

function of({ provider, framework }: Evidence): string {
  const owner = framework ?? provider;
  return owner === null ? '' : ` of ${owner}`;
}

function named(name: string | null): string {
  return name === null ? '' : ` named ${name}`;
}

function from(ref: string | null): string {
  return ref === null ? '' : ` from ${ref}`;
}

function reach({ models, hosts, dynamic }: Pick<CallEvidence, 'models' | 'hosts' | 'dynamic'>): string {
  const model = models.length > 0 ? `, model ${list(models)}` : '';
  const host = hosts.length > 0 ? `, at ${list(hosts)}` : '';
  const open = dynamic.length > 0 ? `, ${dynamic.join(' and ')} decided at run time` : '';
  return `${model}${host}${open}`;
}

function tools(names: readonly string[]): string {
  if (names.length === 0) return '';
  return `, with the tools ${list(names.map((name) => (name === '' ? '(unnamed)' : name)))}`;
}

function request(evidence: RequestEvidence): string {
  const host = evidence.host === '' ? 'a host decided at run time' : evidence.host;
  // The host is named already, and the host of the request is the only one it has.
  return `sends a request to ${host}${evidence.path}${reach({ ...evidence, hosts: [] })}`;
}

function key(evidence: KeyEvidence): string {
  const { title, masked, name } = evidence;
  return `holds ${title} ${masked}${name === null ? '' : ` in ${name}`}${verdictInWords(evidence)}`;
}

/** Names of variables may be common words: what they open stands behind them. */
function grant({ what, name, service, by, of }: GrantEvidence): string {
  const opens = service === null ? '' : ` (${service})`;
  const held = of === null || by === 'template' ? '' : ` in ${of}`;
  switch (what) {
    case 'model':
    case 'credential':
    case 'personal':
    case 'refresh':
      return by === 'template' ? `is to be handed ${name}${opens} by ${of}` : `is handed ${name}${opens}${held}`;
    case 'scope':
      return `asks for ${name}${opens}`;
    case 'lasting':
      return `keeps a token of ${name} that never ends`;
    case 'file':
    case 'secret':
      return `is handed all of ${name}`;
    case 'store':
      return `is handed every secret by ${name}`;
    case 'static':
      return `proves itself by a key, through ${name}`;
    case 'federated':
      return `proves itself by its identity, through ${name}`;
    case 'account':
      return `runs without an account of its own (${name})`;
    default:
      return what satisfies never;
  }
}

/** `refund (write, no approval)` */
export function describeTool({ name, access, approval }: Tool): string {
  return `${name} (${access === 'unknown' ? '' : `${access}, `}${describeApproval(approval)})`;
}

function describeApproval(approval: Tool['approval']): string {
  switch (approval) {
    case 'human':
      return 'a person approves each use';
    case 'none':
      return 'no approval';
    case 'unknown':
      return 'approval unknown';
    default:
      return approval satisfies never;
  }
}

function declaration(evidence: DeclarationEvidence): string {
  const on = evidence.triggers.length > 0 ? `, on ${list(evidence.triggers)}` : '';
  const given = evidence.credentials.length > 0 ? `, with ${list(evidence.credentials)}` : '';
  return `${declares(evidence)}${reach(evidence)}${on}${given}`;
}

function declares({ what, name, framework, provider, weight }: DeclarationEvidence): string {
  const subject = name ?? framework ?? provider ?? 'of unknown name';
  switch (what) {
    case 'ai-action':
      return `runs the AI action ${subject}`;
    case 'agent-cli':
      return `starts the agent CLI ${subject}`;
    case 'assistant-config':
      return `configures the assistant ${subject}`;
    case 'agent-file':
      return `declares the agent ${subject}`;
    case 'flow':
      return `is the workflow ${subject}`;
    case 'model-node':
      return `${weight === 'use' ? 'asks' : 'sets up'} a model in ${subject}`;
    default:
      return what satisfies never;
  }
}
