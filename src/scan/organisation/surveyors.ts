import type { ScanOptions } from '../options.ts';
import { type SurveyGround, type SurveyJob, surveyRepository } from './surveyor.ts';

/** Who surveys repositories, here or on other threads, with the same result. */
export interface Surveyors {
  survey(job: SurveyJob): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** As many as there are threads; with one, this thread does it itself. */
export async function openSurveyors(
  ground: SurveyGround,
  { jobs, signal }: Pick<ScanOptions, 'jobs' | 'signal'>,
): Promise<Surveyors> {
  const { rules, config, maxBytes, logs, version } = ground;
  const plain: SurveyGround = {
    rules,
    config,
    maxBytes,
    version,
    ...(logs ? { logs: { ...logs, now: null } } : {}),
  };
  if (jobs > 1) return (await import('./pool.ts')).pooledSurveyors(plain, jobs, signal);
  return { survey: (job) => surveyRepository(job, plain, signal), close: async () => {} };
}
