import { parentPort, workerData } from 'node:worker_threads';
import type { Order, SeekData } from './crew.ts';
import { findsIn } from './finds.ts';
import { Seeker } from './seek.ts';

const rules = workerData as SeekData; // set by the crew
const seeker = new Seeker(rules);
// Made before it is asked for.
findsIn(rules, 'words');

/** A thread that looks for lines in spans of a log, as it is told. */
parentPort?.on('message', ({ descriptor, span, words }: Order) => {
  parentPort?.postMessage(seeker.find(descriptor, span, words));
});
