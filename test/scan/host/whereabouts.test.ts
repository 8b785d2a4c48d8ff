import { describe, expect, test } from 'vitest';
import type { Place } from '../../../src/model/blob.ts';
import { whereabouts } from '../../../src/scan/host/whereabouts.ts';
import { callerAt, processOf, traffic } from '../../sighting.ts';

const place = (id: string, root: string | null, source: Place['source'] = 'git'): Place => ({
  kind: 'place',
  id,
  source,
  root,
  commit: null,
});
const places = [place('shop', '/srv/shop'), place('file', '/srv/one.py', 'file'), place('stream', null, 'stream')];
const where = whereabouts(places);
const at = (changes: Parameters<typeof processOf>[1]) => where(processOf(callerAt('x'), changes));

describe('a process is where', () => {
  test.each([
    ['the script that it runs lies, in its folder', 'main.py', '/srv/shop/triage', 'triage/main.py'],
    ['it lies by its own path, before the folder', '/srv/shop/a/main.py', '/srv/shop/b', 'a/main.py'],
    ['it lies, whatever the way to it', '../b/main.py', '/srv/shop/a', 'b/main.py'],
    ['its folder is, where it runs a module', 'triage', '/srv/shop/triage', 'triage'],
    ['its folder is, where it runs no script', null, '/srv/shop/triage', 'triage'],
    ['its folder is, where its script lies elsewhere', '/usr/bin/gunicorn.py', '/srv/shop/triage', 'triage'],
    ['the place itself is', null, '/srv/shop', '.'],
  ])('%s', (_, script, folder, path) => {
    expect(at({ script, folder })).toEqual({ place: 'shop', path });
  });
});

describe('a process is nowhere that was scanned', () => {
  test.each<[string, Parameters<typeof processOf>[1]]>([
    ['in a folder whose name begins alike', { script: null, folder: '/srv/shop-2' }],
    ['with a way that leads out', { script: '../../x/main.py', folder: '/srv/shop-2' }],
    ['in a container, whose paths are its own', { script: null, folder: '/srv/shop/a', container: 'abc' }],
    ['where nothing of it could be seen', { script: 'main.py', folder: null }],
    ['beside a file that was named', { script: '/srv/one.py', folder: null }],
  ])('%s', (_, changes) => {
    expect(at(changes)).toBeNull();
  });

  test('and no record of traffic is anywhere', () => {
    expect(where(traffic(callerAt('x')))).toBeNull();
  });
});
