import '../../../src/core/systems/mobile/mobileSlice';
import assert from 'node:assert/strict';
import type { ServerChange, ServerState } from '../../../src/core/protocol/state';
import { ServerMemory } from '../../../src/core/push/serverMemory';
import type { EvictedMobileSession, MobileSession } from '../../../src/core/systems/mobile/mobileSession';

const session = (file: string, agreement: MobileSession['agreement'] = 'inMemory'): MobileSession => ({
  id: file,
  file,
  applicationId: 'com.example',
  applicationName: 'Example',
  teamId: '',
  email: '',
  deviceId: '1',
  deviceDescription: 'iPhone',
  deviceOs: 'iOS',
  deviceVersion: '17',
  status: 'accepted',
  agreement,
  loadedAt: '2026-01-01T00:00:00.000Z',
});
const eviction = (file: string): EvictedMobileSession => ({
  id: file,
  file,
  at: '2026-01-01T00:00:00.000Z',
  code: 3,
  why: 'The json file does not validate the json schema',
});
const state = (sessions: MobileSession[], evicted: EvictedMobileSession[] = [], folder = '/m'): ServerState => ({
  version: 2,
  url: 'http://127.0.0.1:1',
  externalPlatformUrl: 'http://localhost:2',
  clock: { now: '2026-01-01T00:00:00.000Z', offsetMs: 0, paused: false },
  systems: { mobile: { folder, sessions, evicted } },
  outbox: [],
  faults: [],
  journal: [],
});
const snapshot = (of: ServerState): ServerChange[] => [{ kind: 'snapshot', state: of }];

describe("A server's memory", () => {
  it('memory says nothing while no server runs, nor of a server without a MobileApps folder', () => {
    const memory = new ServerMemory();
    assert.equal(memory.of('a/1'), undefined);
    const without = { ...state([]), systems: {} };
    assert.deepEqual(memory.take(without, snapshot(without)), []);
    assert.equal(memory.of('a/1'), undefined);
    assert.deepEqual(memory.take(undefined, []), []);
  });

  it('memory tells which sessions it has, which were changed, are gone, evicted and why, and which it has not', () => {
    const memory = new ServerMemory();
    const after = state(
      [session('a/1'), session('a/2', 'changedOnDisk'), session('a/3', 'goneFromDisk')],
      [eviction('a/4')],
    );
    assert.equal(memory.take(after, snapshot(after)), 'all');
    assert.deepEqual(
      ['a/1', 'a/2', 'a/3', 'a/4', 'a/5'].map((file) => memory.of(file)?.kind),
      ['inMemory', 'changedOnDisk', 'goneFromDisk', 'evicted', 'notInMemory'],
    );
    assert.deepEqual(memory.of('a/4'), { kind: 'evicted', code: 3, why: eviction('').why });
    assert.equal(memory.disagreements, 2);
  });

  it('memory names only the files that differ, and counts on', () => {
    const memory = new ServerMemory();
    const start = state([session('a/1'), session('a/2')]);
    memory.take(start, snapshot(start));
    const changes: ServerChange[] = [
      {
        kind: 'system',
        system: 'mobile',
        change: { kind: 'session', session: { ...session('a/1'), lastRequestAt: '2026-01-01T00:00:01.000Z' } },
      },
      { kind: 'system', system: 'mobile', change: { kind: 'session', session: session('a/2', 'changedOnDisk') } },
      { kind: 'faultRemoved', id: '1' },
    ];
    assert.deepEqual(memory.take(start, changes), ['a/2']);
    assert.equal(memory.disagreements, 1);
    assert.deepEqual(
      memory.take(start, [
        { kind: 'system', system: 'mobile', change: { kind: 'sessionRemoved', file: 'a/2', evicted: eviction('a/2') } },
      ]),
      ['a/2'],
    );
    assert.deepEqual([memory.of('a/2')?.kind, memory.disagreements], ['evicted', 0]);
    assert.deepEqual(
      memory.take(start, [{ kind: 'system', system: 'mobile', change: { kind: 'session', session: session('a/2') } }]),
      ['a/2'],
    );
    assert.equal(memory.of('a/2')?.kind, 'inMemory');
  });

  it('memory is reset by a snapshot, by another folder, and by the end of the server', () => {
    const memory = new ServerMemory();
    const first = state([session('a/1', 'changedOnDisk')]);
    memory.take(first, snapshot(first));
    const second = state([session('a/9')], [], '/other');
    assert.equal(memory.take(second, snapshot(second)), 'all');
    assert.deepEqual([memory.folder, memory.of('a/1')?.kind, memory.disagreements], ['/other', 'notInMemory', 0]);
    assert.equal(memory.take(undefined, []), 'all');
    assert.deepEqual([memory.folder, memory.of('a/9')], [undefined, undefined]);
  });
});
