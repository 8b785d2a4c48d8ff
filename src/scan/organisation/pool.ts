import { Piscina } from 'piscina';
import type { SurveyGround, SurveyJob } from './surveyor.ts';
import type { Surveyors } from './surveyors.ts';

/** Milliseconds that the survey of one repository may take. */
const patience = 20 * 60_000;

/** On worker threads. A thread that dies costs the repository that killed it. */
export function pooledSurveyors(ground: SurveyGround, threads: number, signal: AbortSignal): Surveyors {
  const pool = new Piscina({
    filename: new URL('./worker.js', import.meta.url).href,
    workerData: ground,
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: 60_000,
    resourceLimits: { stackSizeMb: 64, maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 6 },
  });
  return {
    survey: (job: SurveyJob): Promise<Uint8Array> =>
      pool.run(job, { signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]) }),
    close: () => pool.destroy(),
  };
}
