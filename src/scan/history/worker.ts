import { parentPort, workerData } from 'node:worker_threads';
import { Ids } from '../../sources/git/ids.ts';
import { Packs } from '../../sources/git/packs/packs.ts';
import { Paths } from '../../sources/git/paths.ts';
import { TreeReader } from '../../sources/git/trees.ts';
import { inProcess } from '../executor.ts';
import type { Answers, CrewData, Order } from './crew.ts';
import { Looker } from './looker.ts';

const { rules, inspect, place, below, maxBytes, stopped, number } = workerData as CrewData; // set by the crew
const signal = {
  get aborted(): boolean {
    return Atomics.load(stopped, 0) === 1;
  },
};

/** A thread that reads a share of the packs of a repository, as it is told. */
parentPort?.on('message', (order: Order) => {
  void carryOut(order).then((answer) => {
    // What is long is handed over and not copied.
    parentPort?.postMessage(answer, 'code' in answer ? [answer.code.code.buffer as ArrayBuffer] : []);
  });
});

/** The same for all orders: what hangs on what is worked out once. */
let packs: Packs | null = null;

async function carryOut(order: Order): Promise<Answers[Order['kind']]> {
  packs ??= Packs.from(order.packs);
  if (order.kind === 'trees') {
    const { trees, blobs, damaged } = order.known;
    const reader = new TreeReader({ trees: Ids.from(trees), blobs: Ids.from(blobs), damaged: Ids.from(damaged) });
    await packs.each(order.plans, { signal, visit: (object) => reader.take(object) });
    return reader.part();
  }
  const looker = new Looker({ executor: inProcess(rules, inspect), rules, inspect, place, below, maxBytes });
  const blobs = Ids.from(order.blobs);
  const paths = new Paths(order.paths);
  await packs.each(order.plans, {
    signal,
    visit: (object) => {
      if (object.wanted) order.done[object.number] = number;
      return looker.packed(blobs.hex(object.number), object, paths);
    },
  });
  return looker.finish();
}
