// A worker that some files bring down. It is loaded by a thread, so it is plain JavaScript beside the build.
import work from '../../dist/scan/worker.js';

/** @param {import('../../src/scan/worker.ts').Job} job */
export default function dying(job) {
  for (const { origin } of job.blobs) {
    if (origin.path === 'kills.ts') process.exit(1);
    while (origin.path === 'hangs.ts');
    if (origin.path.startsWith('slow')) slow(job);
  }
  return work(job);
}

/** @param {import('../../src/scan/worker.ts').Job} job */
function slow({ begun }) {
  Atomics.add(begun, 0, 1);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1200);
}
