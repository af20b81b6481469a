import assert from 'node:assert/strict';
import fs from 'node:fs';
import fc from 'fast-check';
import { declareReasons } from '../../src/core/server/declareReasons';
import { VirtualClock } from '../../src/server/kernel/clock/virtualClock';
import { Snapshots } from '../../src/server/kernel/control/snapshot';
import { KernelState } from '../../src/server/kernel/kernelState';
import type { SeededRandom } from '../../src/server/kernel/random/seededRandom';
import { keepingTrouble } from '../../src/server/kernel/recovery/keepingTrouble';
import { Recovery } from '../../src/server/kernel/recovery/recovery';
import { type StateFiles, StateLog, type StateLogOptions } from '../../src/server/kernel/recovery/stateLog';
import { nextTurn, SLICE } from '../../src/server/kernel/slices/inSlices';
import { WrittenEntry } from '../../src/server/kernel/store/log';
import { MemoryStore } from '../../src/server/kernel/store/memoryStore';
import type { Place, StoredEntry, StoredLog, StoreSnapshot } from '../../src/server/kernel/store/store';
import { stateFiles, until } from './devServers';
import { FakeTime, mustNotFail } from './fakeTime';

const ROUTE = { route: 'GET /', path: '/' };
const EXCHANGE = {
  method: 'GET',
  url: '/',
  request: { headers: { cookie: 'a=secret' }, bodyBytes: 0 },
  status: 200,
  response: { headers: {}, body: 'é', bodyBytes: 2 },
  ms: 1,
};

const SPACES: readonly Place[] = [{ name: 'a' }, { name: 'b', expires: 'known' }, { name: 'é "\n', expires: 'known' }];
/** The system that uses them. */
const TESTED = { name: 'tested', reasonCodes: declareReasons('tested', {}), spaces: SPACES, logs: [], isRunning: true };

/** The kernel of a server, without its faces. */
class Parts {
  readonly recovery: Recovery;
  readonly snapshots: Snapshots;

  private constructor(
    readonly kernel: KernelState,
    readonly store: MemoryStore,
    readonly files: StateFiles,
    options: Pick<StateLogOptions, 'current' | 'leastGrowth'>,
    readonly log: string[],
  ) {
    this.snapshots = new Snapshots({ clock: kernel.clock, store, systems: [], plugins: [TESTED] });
    const all = { ...options, files, patienceMs: 0, log: (line: string) => log.push(line) };
    this.recovery = new Recovery(store, all);
  }

  /** Takes up what others have written into the files. */
  static async open(time: FakeTime, files: StateFiles, leastGrowth: number, log: string[] = []): Promise<Parts> {
    const written = Recovery.read(files);
    const clock = new VirtualClock(mustNotFail, time);
    const store = new MemoryStore(clock, mustNotFail);
    if (written) await store.restore(written.state, { withLocal: true });
    const options = { seed: 'seed', lan: true, mails: 3, onError: mustNotFail };
    const kernel = await KernelState.open(store, clock, options);
    return new Parts(kernel, store, files, { current: written?.current, leastGrowth }, log);
  }

  /** All that can be seen, and all that is in the store, in an order that does not depend on which was there first. */
  async state(): Promise<object> {
    const { clock, faults, outbox, recording, pairing, random } = this.kernel;
    // Journal first: what is read holds.
    const { entries, logs } = await this.store.snapshot({ withLocal: true });
    const spaces: Record<string, object[]> = {};
    for (const { space, isLocal, ...entry } of entries) {
      const name = `${isLocal ? 'local ' : ''}${space}`;
      spaces[name] ??= [];
      spaces[name].push(entry);
    }
    return {
      spaces,
      logs: [...logs].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1)),
      clock: clock.state(),
      faults: faults.list(),
      mails: await outbox.mails(),
      recording: await recording.get(),
      pairing: [pairing?.code, pairing?.paired],
      at: (random as SeededRandom).position,
    };
  }

  dispose(): void {
    this.recovery.dispose();
    this.kernel.dispose();
    this.store.dispose();
    this.kernel.clock.dispose();
  }
}

/** The entries in some files, without what is of one server alone. */
/** The data of a store, in an order that does not depend on when it was put in. */
function inOrder(state: StoreSnapshot | undefined): readonly string[] {
  return [...(state?.entries ?? []), ...(state?.logs ?? [])].map((each) => JSON.stringify(each)).sort();
}

function sharedIn(files: StateFiles): readonly StoredEntry[] | undefined {
  return Recovery.read(files)?.state.entries.filter(({ isLocal }) => !isLocal);
}

function nameOf({ log, isLocal }: StoredLog): string {
  return `${isLocal ? 'local ' : ''}${log}`;
}

/** A disk on which some files have only so much room together: what does not fit is written in part. */
class TightDisk {
  private readonly write = fs.writeSync;

  constructor(
    files: StateFiles,
    public room = Number.POSITIVE_INFINITY,
  ) {
    const { write } = this;
    const tight = (file: number, bytes: Buffer | string, ...rest: number[]): number => {
      if (!files.includes(file) || typeof bytes === 'string') return write(file, bytes as string, ...rest);
      const [offset = 0, length = bytes.length, position = 0] = rest;
      const size = fs.fstatSync(file).size;
      const others = files.reduce((sum, each) => sum + fs.fstatSync(each).size, 0) - size;
      const fits = Math.min(length, Math.max(size, this.room - others) - position);
      if (fits <= 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      return write(file, bytes, offset, fits, position);
    };
    Object.assign(fs, { writeSync: tight });
  }

  leave(): void {
    Object.assign(fs, { writeSync: this.write });
  }
}

/** A whole state of one line. */
const wholeOf = (line: string): StateLogOptions['whole'] =>
  function* (write) {
    write(line);
    yield;
  };

type Run = (parts: Parts) => unknown;

const space = fc.constantFrom(...SPACES);
const key = fc.constantFrom('1', '2', '3', '\u2028"');
const lifetime = fc.option(fc.integer({ min: -5, max: 50 }), { nil: undefined });
/** Values live as long as their space says. */
const expiring = ({ kernel: { clock } }: Parts, { expires }: Place, ms = 1e9) =>
  expires === undefined ? {} : { expiresAt: clock.now() + ms };
const entry = {
  ...EXCHANGE,
  at: '1970-01-01T00:00:00.000Z',
  face: 'server' as const,
  actor: { ip: '' },
  causes: [{ rule: 'server.crash', kind: 'refused' as const, message: 'It failed.' }],
  changes: [],
  cookies: [],
};
const draft = { size: 10, write: () => structuredClone(entry) };

const change: fc.Arbitrary<Run> = fc.oneof(
  fc.tuple(space, key, fc.jsonValue(), lifetime).map(
    ([s, k, value, ms]): Run =>
      (parts) =>
        parts.store.put(s, k, value, expiring(parts, s, ms)),
  ),
  fc.tuple(space, key, fc.option(fc.nat(3), { nil: undefined }), lifetime).map(
    ([s, k, value, ms]): Run =>
      (parts) =>
        parts.store.update(s, k, () => value, expiring(parts, s, ms)),
  ),
  fc.tuple(space, key).map(
    ([s, k]): Run =>
      ({ store }) =>
        store.update(s, k, (value) => value),
  ),
  fc.tuple(space, key).map(
    ([s, k]): Run =>
      ({ store }) =>
        store.take(s, k),
  ),
  fc.tuple(space, key).map(
    ([s, k]): Run =>
      ({ store }) =>
        store.delete(s, k),
  ),
  fc.nat(40).map(
    (advanceMs): Run =>
      ({ kernel: { clock } }) =>
        clock.move({ advanceMs }),
  ),
  fc.boolean().map(
    (pause): Run =>
      ({ kernel: { clock } }) =>
        clock.move({ pause }),
  ),
  fc.constant<Run>(({ kernel: { clock } }) => clock.move({ reset: true })),
  fc.integer({ min: 1, max: 3 }).map(
    (times): Run =>
      ({ kernel: { faults } }) =>
        faults.add({ kind: 'reset', times }),
  ),
  fc.constant<Run>(({ kernel: { faults } }) => faults.strike(ROUTE)),
  fc.nat(4).map(
    (id): Run =>
      ({ kernel: { faults } }) =>
        faults.remove(`fault-${id}`),
  ),
  fc.string().map(
    (to): Run =>
      ({ kernel: { outbox } }) =>
        outbox.send({ to, subject: '', html: '', text: '' }),
  ),
  fc.boolean().map(
    (on): Run =>
      ({ kernel: { recording } }) =>
        recording.turn(on),
  ),
  fc.constant<Run>(({ kernel: { recording } }) => recording.add('web', EXCHANGE, 0)),
  fc.nat(40).map(
    (bytes): Run =>
      ({ kernel: { random } }) =>
        random.bytes(bytes),
  ),
  fc.constant<Run>(({ kernel: { pairing } }) => pairing?.pair('10.0.0.1', 'wrong')),
  fc.constant<Run>(({ kernel: { pairing } }) => pairing?.pair('10.0.0.2', pairing.code)),
  fc.constant<Run>(({ kernel: { journal } }) => journal.add(draft)),
  fc.constant<Run>(({ snapshots }) => snapshots.reset()),
  fc.constant<Run>(async ({ snapshots }) => snapshots.put(JSON.parse(JSON.stringify(await snapshots.take())))),
);

/** A run of the server, real time that passes, or an end of the process that leaves a file with a torn line. */
type Event = Run | { readonly passMs: number } | { readonly torn: '' | '["put","a","1",' | '\n{"' };

describe('What a server has after a crash', () => {
  const open = stateFiles();
  const living: Parts[] = [];

  afterEach(() => {
    for (const parts of living.splice(0)) parts.dispose();
  });

  const partsOf = async (time: FakeTime, files: StateFiles, leastGrowth = 1_000_000, log: string[] = []) => {
    const parts = await Parts.open(time, files, leastGrowth, log);
    living.push(parts);
    return parts;
  };

  it('after a crash a server has what it had before, whatever happened until then', async () => {
    const event: fc.Arbitrary<Event> = fc.oneof(
      { arbitrary: change, weight: 20 },
      { arbitrary: fc.record({ passMs: fc.nat(40) }), weight: 2 },
      { arbitrary: fc.record({ torn: fc.constantFrom('' as const, '["put","a","1",', '\n{"') }), weight: 2 },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 40 }), fc.constantFrom(0, 300, 1e9), async (events, growth) => {
        const time = new FakeTime();
        const files = open();
        let parts = await partsOf(time, files, growth);
        parts.recovery.begin();
        for (const event of events) {
          if (typeof event === 'function') await event(parts);
          else if ('passMs' in event) time.pass(event.passMs);
          else {
            parts.dispose();
            for (const file of files) fs.writeSync(file, event.torn, fs.fstatSync(file).size);
            parts = await partsOf(time, files, growth);
            parts.recovery.begin();
          }
          // What is over has its turn, in both.
          time.pass(0);
          const now = await parts.state();
          await Promise.resolve();
          const other = await partsOf(time, files);
          time.pass(0);
          assert.deepEqual(await other.state(), now);
          other.dispose();
        }
      }),
      { numRuns: 150 },
    );
  });

  it('the recovery state is never outdated, however little room there is: it is the current one, or none', async () => {
    const event: fc.Arbitrary<Run | { readonly room: number } | 'crash'> = fc.oneof(
      { arbitrary: change, weight: 20 },
      { arbitrary: fc.record({ room: fc.nat(1_500) }), weight: 4 },
      { arbitrary: fc.constant('crash' as const), weight: 2 },
    );
    let kept = 0;
    let lost = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 10, maxLength: 40 }),
        fc.constantFrom(0, 300, 1e9),
        async (events, growth) => {
          const time = new FakeTime();
          const files = open();
          const disk = new TightDisk(files);
          try {
            let parts = await partsOf(time, files, growth);
            parts.recovery.begin();
            const isKept = async () => {
              time.pass(0);
              const now = await parts.state();
              await Promise.resolve();
              if (!Recovery.read(files)) return false;
              const other = await partsOf(time, files);
              time.pass(0);
              assert.deepEqual(await other.state(), now);
              other.dispose();
              return true;
            };
            for (const event of events) {
              if (event === 'crash') {
                parts.dispose();
                parts = await partsOf(time, files, growth);
                parts.recovery.begin();
              } else if (typeof event === 'function') await event(parts);
              else disk.room = event.room;
              if (await isKept()) kept++;
              else lost++;
            }
            disk.room = Number.POSITIVE_INFINITY;
            await parts.kernel.faults.add({ kind: 'reset' });
            assert.ok(await isKept(), 'kept again when there is room again');
          } finally {
            disk.leave();
          }
        },
      ),
      { numRuns: 150 },
    );
    assert.ok(kept > 100 && lost > 100, `${kept} kept, ${lost} lost`);
  });

  it('the recovery state needs no more room than the state when changes fill the disk', async () => {
    const files = open();
    const disk = new TightDisk(files, 3_000);
    try {
      const parts = await partsOf(new FakeTime(), files);
      parts.recovery.begin();
      for (let i = 0; i < 100; i++) {
        await parts.store.put({ name: 'a' }, 'key', `${i}`.padStart(1_000));
        const [entry] = sharedIn(files) ?? [];
        assert.equal(entry?.value, `${i}`.padStart(1_000));
      }
      assert.deepEqual(parts.log, []);
    } finally {
      disk.leave();
    }
  });

  it('the recovery state is written before a caller that waits for a change goes on', async () => {
    const parts = await partsOf(new FakeTime(), open());
    parts.recovery.begin();
    await parts.store.put({ name: 'a' }, 'key', 'value');
    const entries = () => sharedIn(parts.files);
    assert.deepEqual(entries(), [{ space: 'a', key: 'key', value: 'value' }]);
    await parts.store.take({ name: 'a' }, 'key');
    assert.deepEqual(entries(), []);
  });

  it('the recovery state is written before any listener hears of a change, also in the same turn of the event loop', async () => {
    const parts = await partsOf(new FakeTime(), open());
    parts.recovery.begin();
    const { clock, faults, outbox, pairing } = parts.kernel;
    const written = () => Recovery.read(parts.files)?.state;
    const valueIn = (space: string) => written()?.entries.find((entry) => entry.space === space)?.value;
    const heard: unknown[] = [];
    clock.onDidMove(() => heard.push(valueIn('clock')));
    faults.onDidChange(() => heard.push(valueIn('faults')));
    outbox.onDidSend(() => heard.push(written()?.logs.find(({ log }) => log === 'outbox')?.values.length));
    pairing?.onDidChange(() => heard.push((valueIn('pairing') as { paired: unknown }).paired));
    clock.move({ advanceMs: 5 });
    const fault = await faults.add({ kind: 'reset', times: 1 });
    await faults.strike(ROUTE);
    await outbox.send({ to: '', subject: '', html: '', text: '' });
    await pairing?.pair('10.0.0.1', pairing.code);
    assert.deepEqual(heard, [{ offsetMs: 5 }, { last: 1, faults: [fault] }, { last: 1, faults: [] }, 1, ['10.0.0.1']]);
  });

  it('a change of little importance is written to the recovery state a moment later', async () => {
    const parts = await partsOf(new FakeTime(), open());
    parts.recovery.begin();
    await parts.store.put({ name: 'minor', isMinor: true }, 'key', 1);
    parts.kernel.journal.add(draft);
    const kept = await until(
      () => Recovery.read(parts.files)?.state,
      (state) => state?.logs.find(({ log }) => log === 'journal')?.values.length === 1,
    );
    assert.ok(kept);
    assert.deepEqual(sharedIn(parts.files), [{ space: 'minor', key: 'key', value: 1 }]);
  });

  it('the recovery state takes at most about twice the room of the state itself', async () => {
    const parts = await partsOf(new FakeTime(), open(), 0);
    parts.recovery.begin();
    for (let i = 0; i < 2_000; i++) await parts.store.put({ name: 'a' }, 'key', 'x'.repeat(1_000));
    const size = parts.files.reduce((sum, file) => sum + fs.fstatSync(file).size, 0);
    assert.ok(size < 5_000, `${size}`);
  });

  it('while the recovery state is written anew, the old one is kept until the new one is complete', () => {
    const files = open();
    const log = (line: string) => assert.fail(line);
    new StateLog({ files, log, whole: wholeOf('["put","a","1","first"]\n') }).rewrite();
    const dying = new StateLog({
      files,
      log,
      current: Recovery.read(files)?.current,
      whole: function* (write) {
        write(`["put","a","1","${'x'.repeat(3_000_000)}"]\n`);
        const values = Recovery.read(files)?.state.entries.map(({ value }) => value);
        assert.deepEqual(values, ['first']);
        yield;
        write('["put","a","1","second"]\n');
      },
    });
    dying.rewrite();
    const values = Recovery.read(files)?.state.entries.map(({ value }) => value);
    assert.deepEqual(values, ['second']);
  });

  for (const growth of [0, 1e9])
    for (const restores of [1, 2])
      it(`a crash at any moment while ${restores === 1 ? 'a long snapshot is' : 'two long snapshots are'} put in loses nothing, with a recovery state that grows to ${growth} bytes`, async () => {
        const files = open();
        const { store, recovery } = await partsOf(new FakeTime(), files, growth);
        recovery.begin();
        const places = [{ name: 'a' }, { name: 'own', isLocal: true }] as const;
        const long = (value: number) => ({
          entries: Array.from({ length: 6 * SLICE }, (_, at) => ({ space: 'a', key: `${at}`, value })),
          logs: [{ log: 'lines', next: 3, values: ['1', '2'] }],
        });
        await store.restore(long(0));
        let left = restores;
        const restoring = Array.from({ length: restores }, async (_, at) => {
          await store.restore(long(at + 1));
          left--;
        });
        const seen: { kept: StoreSnapshot | undefined; now: Promise<StoreSnapshot> }[] = [];
        let turns = 0;
        for (; left > 0; turns++) {
          for (const place of places) {
            await store.put(place, `${turns % 7}`, `turn ${turns}`);
            await store.delete(place, `${(turns + 3) % 7}`);
          }
          await store.append({ name: 'lines' }, new WrittenEntry(`turn ${turns}`));
          seen.push({ kept: Recovery.read(files)?.state, now: store.snapshot({ withLocal: true }) });
          await nextTurn();
        }
        await Promise.all(restoring);
        seen.push({ kept: Recovery.read(files)?.state, now: store.snapshot({ withLocal: true }) });
        assert.ok(turns > 6, `${turns} turns`);
        for (const { kept, now } of seen) assert.deepEqual(inOrder(kept), inOrder(await now));
      });

  it('a server ignores a recovery file that is empty or that another program has written', () => {
    const files = open();
    assert.equal(Recovery.read(files), undefined);
    for (const text of ['', '\n', '{}\n', 'begin', '["begin",1]\n', '["begin",1]\n["clock",{"offsetMs":1}]\n', '\0'])
      for (const file of files) {
        fs.ftruncateSync(file, 0);
        fs.writeSync(file, text, 0);
        assert.equal(Recovery.read(files), undefined, text);
      }
  });

  it('a recovery state that cannot be written is reported once, and the server goes on', async () => {
    const log: string[] = [];
    const readOnly = fs.openSync(__filename, 'r');
    const parts = await partsOf(new FakeTime(), [readOnly, readOnly], 0, log);
    parts.recovery.begin();
    await parts.store.put({ name: 'a' }, 'key', 'value');
    await parts.kernel.faults.add({ kind: 'reset' });
    assert.equal(await parts.store.get({ name: 'a' }, 'key'), 'value');
    assert.equal(log.length, 1);
    assert.match(log[0] ?? '', /cannot be kept for after a crash: E.* (TMPDIR|TEMP) /);
    fs.closeSync(readOnly);
  });

  for (const [code, advice] of Object.entries({
    ENOSPC: /Make room in the folder for temporary files/,
    EDQUOT: /Make room/,
    ENOENT: /is not there: make it, or set (TMPDIR|TEMP) to a folder that is there/,
    ENOTDIR: /is not there/,
    EACCES: /the right to write/,
    EPERM: /the right to write/,
    EROFS: /on another disk/,
    EMFILE: /Too many files are open/,
    EIO: /Set (TMPDIR|TEMP) to another folder/,
  }))
    it(`a recovery state that cannot be written because of ${code} is reported with the remedy for that error`, () => {
      const text = keepingTrouble(Object.assign(new Error(`${code}: words of the system`), { code }));
      assert.match(text, advice);
      assert.match(text, new RegExp(`: ${code}: words of the system\\. .*begins anew`));
      assert.equal(/Make room/.test(text), code === 'ENOSPC' || code === 'EDQUOT');
    });
});
