import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { platform } from 'node:process';
import { RollcallError } from '../../model/error.ts';
import type { Source } from '../../model/source.ts';
import { prefixOf } from '../target.ts';

/** `host:` reads the processes of this machine, `host:PATH` those of a `/proc` that stands elsewhere, such as one handed to a container. */
export const host: Source = {
  id: 'host',
  accepts: (target) => prefixOf(target).prefix === 'host',
  async *blobs(target, { cwd }) {
    const { name } = prefixOf(target);
    if (name === '' && platform !== 'linux') throw notYet();
    const id = `host:${name === '' ? hostname().toLowerCase() : name}`;
    yield { kind: 'place', id, source: 'host', root: null, commit: null };
    yield {
      kind: 'host',
      place: id,
      root: name === '' ? '/proc' : resolve(cwd, name),
      name: name === '' ? hostname().toLowerCase() : null,
    };
  },
};

function notYet(): RollcallError {
  return new RollcallError('target', `the processes of ${platform} are not read yet`, {
    hint: 'On Linux they are. A copy of a /proc can be read anywhere: host:PATH.',
  });
}
