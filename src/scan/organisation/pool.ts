import { Piscina } from 'piscina';
import type { SurveyGround, SurveyJob } from './surveyor.ts';
import type { Surveyors } from './surveyors.ts';

/** Milliseconds that the survey of one repository may take. */
const patience = 20 * 60_000;

/** On worker threads. A thread that dies is replaced, and costs the repository that kills it twice. */
export function pooledSurveyors(ground: SurveyGround, threads: number, signal: AbortSignal): Surveyors {
  const pool = new Piscina({
    filename: new URL('./worker.js', import.meta.url).href,
    workerData: ground,
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: 60_000,
    resourceLimits: { stackSizeMb: 64, maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 6 },
  });
  const run = (job: SurveyJob, late: AbortSignal): Promise<Uint8Array> =>
    pool.run(job, { signal: AbortSignal.any([signal, late]) });
  return {
    async survey(job) {
      const late = AbortSignal.timeout(patience);
      try {
        return await run(job, late);
      } catch (error) {
        if (signal.aborted || late.aborted) throw error;
        // What others left in its memory may have been too much for it.
        return await run(job, late);
      }
    },
    close: () => pool.destroy(),
  };
}
