import type { CallEvidence, Evidence } from '../model/evidence.ts';
import type { Dated, KeyHistory } from '../model/history.ts';
import type { Caller, Workload } from '../model/traffic.ts';
import type { Asked } from '../model/verification.ts';
import type { Frozen, ReportJson } from './schema.ts';

type EvidenceJson = Frozen<ReportJson['components'][number]['evidence'][number]>;

/** Evidence as the schema has it, its keys in the order of the lines below. */
export function evidenceJson(evidence: Evidence): EvidenceJson {
  const base = baseJson(evidence);
  switch (evidence.kind) {
    case 'sdk':
      return { kind: evidence.kind, ...base, module: evidence.module };
    case 'call': {
      const { kind, symbol, operation, level, tools } = evidence;
      return { kind, ...base, symbol, operation, level, tools, ...reachJson(evidence) };
    }
    case 'construct': {
      const { kind, symbol, name, level, tools } = evidence;
      return { kind, ...base, symbol, name, level, tools, ...reachJson(evidence) };
    }
    case 'endpoint':
      return { kind: evidence.kind, ...base, host: evidence.host };
    case 'request': {
      const { kind, host, path, level } = evidence;
      return { kind, ...base, host, path, level, ...reachJson(evidence) };
    }
    case 'variable': {
      const { kind, name, secret, ref } = evidence;
      return { kind, ...base, name, secret, ref };
    }
    case 'key': {
      const { kind, type, title, masked, fingerprint, name, proof, oneOf, grants, severity, expires, history } =
        evidence;
      const known = { type, title, masked, fingerprint, name, proof, oneOf, grants, severity, expires };
      return { kind, ...base, ...known, history: history && historyJson(history), ...answerJson(evidence) };
    }
    case 'tool':
      return {
        kind: evidence.kind,
        ...base,
        name: evidence.name,
        access: evidence.access,
        approval: evidence.approval,
        binding: evidence.binding,
      };
    case 'gate':
      return { kind: evidence.kind, ...base, symbol: evidence.symbol };
    case 'server':
      return { kind: evidence.kind, ...base, name: evidence.name };
    case 'workload': {
      const { kind, name, image, build, serves, triggers, namespace } = evidence;
      const where = namespace === undefined ? {} : { namespace };
      return { kind, ...base, name, image, build, serves, triggers, ...where };
    }
    case 'identity':
      return { kind: evidence.kind, ...base, name: evidence.name };
    case 'grant': {
      const { kind, what, name, service, by, of, opens, channel, beside } = evidence;
      return { kind, ...base, what, name, service, by, of, opens, channel, beside };
    }
    case 'link':
      return { kind: evidence.kind, ...base, unit: evidence.unit, symbol: evidence.symbol };
    case 'trigger': {
      const { kind, symbol, triggers } = evidence;
      return { kind, ...base, symbol, triggers };
    }
    case 'store':
      return { kind: evidence.kind, ...base, name: evidence.name };
    case 'connection':
      return { kind: evidence.kind, ...base, name: evidence.name, target: evidence.target };
    case 'declaration': {
      const { kind, what, name, level, triggers, credentials } = evidence;
      return { kind, ...base, what, name, level, triggers, credentials, ...reachJson(evidence) };
    }
    case 'setting': {
      const { kind, name, instead } = evidence;
      return { kind, ...base, name, instead, ...reachJson(evidence) };
    }
    case 'traffic': {
      const { kind, client, host, basis, api, count, denied, bytesOut, bytesIn, first, last, level } = evidence;
      const seen = { basis, api, count, denied, bytesOut, bytesIn, first, last };
      const { programs, userAgents, lines } = evidence;
      const known = { caller: callerJson(evidence.caller), client, host };
      return { kind, ...base, ...known, ...seen, programs, userAgents, lines, level, ...reachJson(evidence) };
    }
    case 'process': {
      const { kind, program, script, folder, pid, unit, container, variables, fingerprints, level } = evidence;
      const { connections, serves } = evidence;
      const runs = { caller: callerJson(evidence.caller), program, script, folder, pid, unit, container };
      return { kind, ...base, ...runs, variables, fingerprints, connections, serves, level, ...reachJson(evidence) };
    }
    case 'dependency':
      return { kind: evidence.kind, ...base, package: evidence.package };
    default:
      return evidence satisfies never;
  }
}

function callerJson({ key, kind, name, identities, workload, hosts, image }: Caller) {
  return { key, kind, name, identities, workload: workload && workloadJson(workload), hosts, image };
}

function workloadJson({ cluster, namespace, kind, name }: Workload): Workload {
  return { cluster, namespace, kind, name };
}

function historyJson({ object, type, first, last, removed, inHead, reachable }: KeyHistory) {
  return {
    object,
    type,
    first: datedJson(first),
    last: datedJson(last),
    removed: datedJson(removed),
    inHead,
    reachable,
  };
}

function datedJson(dated: Dated | null): Dated | null {
  return dated && { commit: dated.commit, date: dated.date };
}

function baseJson(evidence: Evidence) {
  const { rule, place, file, line, column, confidence, weight, context, within, provider, framework } = evidence;
  return { rule, place, file, line, column, confidence, weight, context, within, provider, framework };
}

/** Without --verify there is nothing to say, and the report is what it would be without the flag. */
function answerJson({ verified, doubt }: Asked): Asked {
  return { ...(verified === undefined ? {} : { verified }), ...(doubt === undefined ? {} : { doubt }) };
}

function reachJson({ models, hosts, dynamic }: Pick<CallEvidence, 'models' | 'hosts' | 'dynamic'>) {
  return { models, hosts, dynamic };
}
