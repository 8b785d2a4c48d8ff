import { describe, expect, test } from 'vitest';
import { workloadOf } from '../../../src/sources/host/cgroup.ts';
import { statusOf } from '../../../src/sources/host/status.ts';
import { rowsOf } from '../../../src/sources/host/tables.ts';

const id = 'e6af4dff4ea3b8d50313c59fbaa442e377da35671e79f43b8dc53c5efcc9b659';
const uid = '0f2e9d2a-7c55-4b7e-9d0e-2f3b1c4d5e6f';

describe('control groups', () => {
  const none = { containerId: null, podUid: null, unit: null, isPersonal: false };
  test.each([
    ['docker, version 2', `0::/system.slice/docker-${id}.scope`, { ...none, containerId: id }],
    [
      'docker, version 1',
      `12:memory:/docker/${id}\n1:name=systemd:/docker/${id}\n0::/system.slice/containerd.service`,
      { ...none, containerId: id },
    ],
    ['a container in a container', `0::/docker/${'0'.repeat(64)}/docker/${id}`, { ...none, containerId: id }],
    [
      'podman',
      `0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${id}.scope/container`,
      { ...none, containerId: id },
    ],
    ['what watches over it', `0::/machine.slice/libpod-conmon-${id}.scope`, none],
    [
      'a pod, systemd',
      `0::/kubepods.slice/kubepods-pod${uid.replaceAll('-', '_')}.slice/cri-containerd-${id}.scope`,
      { ...none, containerId: id, podUid: uid },
    ],
    ['a pod, cgroupfs', `0::/kubepods/burstable/pod${uid}/${id}`, { ...none, containerId: id, podUid: uid }],
    [
      'a static pod',
      `0::/kubepods/besteffort/pod${uid.replaceAll('-', '')}/${id}`,
      { ...none, containerId: id, podUid: uid.replaceAll('-', '') },
    ],
    ['ECS', `0::/ecs/0123456789abcdef0123456789abcdef/${id}`, { ...none, containerId: id }],
    [
      'Fargate',
      '9:cpu:/ecs/0123456789abcdef0123456789abcdef/0123456789abcdef0123456789abcdef-1234567890',
      { ...none, containerId: '0123456789abcdef0123456789abcdef-1234567890' },
    ],
    ['a service', '0::/system.slice/system-bot.slice/bot@eu.service', { ...none, unit: 'bot@eu.service' }],
    [
      'a service of a user',
      '0::/user.slice/user-1000.slice/user@1000.service/app.slice/bot.service',
      { ...none, unit: 'bot.service' },
    ],
    ['a login', '0::/user.slice/user-1001.slice/session-3.scope', { ...none, isPersonal: true }],
    [
      'a desktop',
      '0::/user.slice/user-1001.slice/user@1001.service/app.slice/app-google\\x2dchrome-5000.scope',
      { ...none, isPersonal: true },
    ],
    ['nothing', '0::/', none],
    ['no text of its own', 'x\0y', none],
  ])('%s', (_, text, workload) => {
    expect(workloadOf(`${text}\n`)).toEqual(workload);
  });
});

describe('tables of sockets', () => {
  const rest = '00000000:00000000 00:00000000 00000000  1000        0';
  test.each([
    [
      'IPv4',
      `   0: 0F01F40A:A01C F58C9FA2:01BB 01 ${rest} 7 1 0 20 4 30 10 -1`,
      '10.244.1.15',
      40_988,
      '162.159.140.245',
    ],
    [
      'IPv4 in IPv6',
      `   0: 0000000000000000FFFF0000050013AC:A028 0000000000000000FFFF00000A684FA0:01BB 01 ${rest} 7 1 0`,
      '172.19.0.5',
      41_000,
      '160.79.104.10',
    ],
    [
      'IPv6',
      `   0: B80D0120000000000000000001000000:A028 B80D0120000000000000000002000000:01BB 08 ${rest} 7 1 0`,
      '2001:db8::1',
      41_000,
      '2001:db8::2',
    ],
  ])('%s', (_, line, local, port, peer) => {
    expect(rowsOf(`  sl  local_address …\n${line}\n`)).toEqual([
      { local: { address: local, port }, peer: { address: peer, port: 443 }, uid: 1000, inode: '7' },
    ]);
  });

  test('one that listens has no other end', () => {
    const line = `   0: 00000000000000000000000000000000:0FA0 00000000000000000000000000000000:0000 0A ${rest} 7 1 0`;
    expect(rowsOf(line)).toEqual([{ local: { address: '::', port: 4000 }, peer: null, uid: 1000, inode: '7' }]);
  });

  test('what is over, and what nobody holds, is left out', () => {
    const line = `   0: 0B01140A:A412 637100CB:01BB 06 ${rest} 0 1 0`;
    expect(
      rowsOf([line, line.replace(' 06 ', ' 01 '), line.replace(' 0 1 0', ' 7 1 0'), 'junk', ''].join('\n')),
    ).toEqual([]);
  });
});

describe('a process by its status', () => {
  const stat = (comm: string, flags: number) => `7 (${comm}) S 1 1 1 0 -1 ${flags} 0 0 0 0 0 0 0 0 20 0 1 0 104242 0 0`;

  test('a name may hold brackets and blanks', () => {
    expect(statusOf(stat('a) R (b', 0), 'Name:\tx\nUid:\t33\t0\t0\t0\n')).toEqual({
      comm: 'a) R (b',
      state: 'S',
      parent: 1,
      uid: 33,
      startTicks: 104_242,
      isKernelThread: false,
    });
  });

  test('a thread of the kernel is told by its flag, or by name', () => {
    expect(statusOf(stat('kworker', 0x208040), 'Uid:\t0\t0\n')?.isKernelThread).toBe(true);
    expect(statusOf(stat('kworker', 0), 'Uid:\t0\t0\nKthread:\t1\n')?.isKernelThread).toBe(true);
  });

  test('what is none is none', () => {
    expect(statusOf('', '')).toBeNull();
    expect(statusOf('7 (x) S', 'Uid:\t0\n')).toBeNull();
  });
});
