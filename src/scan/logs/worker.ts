import { parentPort, workerData } from 'node:worker_threads';
import type { Order, SeekData } from './crew.ts';
import { Seeker } from './seek.ts';

const seeker = new Seeker(workerData as SeekData); // set by the crew
seeker.finder('words');

/** A thread that looks for lines in spans of a log, as it is told. */
parentPort?.on('message', ({ descriptor, span, words }: Order) => {
  parentPort?.postMessage(seeker.find(descriptor, span, words));
});
