import { sha256 } from '../../text/fingerprint.ts';
import type { ScanOptions } from '../options.ts';

/** Changes whenever what is kept of a repository has another form or another meaning: then all of it is read anew. */
export const surveyForm = 2;

/** Which commit of which repository is looked at. */
export interface Subject {
  /** Place id: `github.com/acme/shop`. */
  readonly id: string;
  readonly head: string;
  /** When anybody last pushed to any of its branches; `null` where that is not told. */
  readonly pushedAt: string | null;
}

/** As much of the options as decides what is found. */
export type SurveyOptions = Pick<
  ScanOptions,
  'rules' | 'config' | 'maxBytes' | 'history' | 'logs' | 'version' | 'forge'
>;

/**
 * The name of all that the survey of a repository depends on: the same name, the same survey. Who is approved is no part of
 * it. The salt goes in as its digest, so that the name gives nothing away.
 */
export function addressOf({ id, head, pushedAt }: Subject, salt: string, options: SurveyOptions): string {
  const { rules, config, maxBytes, history = false, logs, version, forge } = options;
  const parts = [
    'rollcall-survey',
    surveyForm,
    version,
    rules.digest,
    id,
    head,
    // An archive may lack files.
    history ? 'history' : forge?.fetch === 'archive' ? 'archive' : 'tree',
    // A history is that of all branches, of which the head is one.
    history ? pushedAt : null,
    maxBytes,
    [config.include, config.exclude, config.units],
    [logs?.format ?? null, logs?.offset ?? 0],
    sha256(`rollcall-salt\n${salt}`),
  ];
  return sha256(JSON.stringify(parts));
}
