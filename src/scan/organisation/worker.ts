import { workerData } from 'node:worker_threads';
import { type SurveyGround, type SurveyJob, surveyRepository } from './surveyor.ts';

/** All that a thread does which surveys repositories. */
export default function work(job: SurveyJob): Promise<Uint8Array> {
  // Set by the pool that starts this file; to stop a thread the pool ends it.
  return surveyRepository(job, workerData as SurveyGround, new AbortController().signal);
}
