import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { Session } from '../../src/core/session/session';
import type { Agreement } from '../../src/core/systems/mobile/mobileSession';
import { temporaryFolder, writeTree } from '../disk/temporaryFolder';
import { type Memory, mobileMemory, sessionFor, until } from './memoryFixture';

type File = { readonly text: string; readonly code?: 1 | 2 | 3 | 4 };

/**
 * Memory and disk as docs/facts/4d-mobile.md#mobile-app-refresh-sessions and the comments of `MobileState` have them,
 * with two maps and nothing clever.
 */
class Model {
  readonly disk = new Map<string, File>();
  /** What memory holds, and the text that it was taken from. */
  readonly memory = new Map<string, { session: Session; from: string }>();

  agreementOf(file: string): Agreement | undefined {
    const held = this.memory.get(file);
    if (!held) return undefined;
    const there = this.disk.get(file);
    if (!there) return 'goneFromDisk';
    return there.text === held.from ? 'inMemory' : 'changedOnDisk';
  }

  refresh() {
    const refreshed: string[] = [];
    const removed: string[] = [];
    for (const [file, held] of [...this.memory]) {
      const there = this.disk.get(file);
      if (!there || there.code !== undefined) {
        this.memory.delete(file);
        removed.push(file);
      } else if (there.text !== held.from) {
        this.memory.set(file, { session: JSON.parse(there.text), from: there.text });
        refreshed.push(file);
      }
    }
    const errors = [...this.disk].flatMap(([file, { code }]) => (code === undefined ? [] : [[file, code] as const]));
    return { checked: this.disk.size, refreshed: refreshed.sort(), removed: removed.sort(), errors: errors.sort() };
  }
}

const DEVICES = ['A', 'B', 'C', 'D'];
const sessions = DEVICES.map((device) => sessionFor(device));

/** What can be done to one of the files, by whom. */
const action = fc.record({
  which: fc.nat(DEVICES.length - 1),
  email: fc.constantFrom('', 'a@x.org', 'b@x.org'),
  what: fc.constantFrom(
    'edit',
    'damage',
    'misplace',
    'delete',
    'touch',
    'write',
    'change',
    'remove',
    'refresh',
    'restart',
  ),
});

describe('Mobile sessions in memory, against a naive model', () => {
  const temporary = temporaryFolder();
  const make = mobileMemory();

  it('mobile sessions in memory hold, agree and refresh as a naive model does, whatever happens', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 25 }), async (actions) => {
        const folder = path.join(temporary(), String(run++), 'MobileApps');
        const backups = path.join(temporary(), 'backups');
        const model = new Model();
        for (const { file, session, text } of sessions.slice(0, 2)) {
          writeTree(folder, { [file]: text });
          model.disk.set(file, { text });
          model.memory.set(file, { session, from: text });
        }
        let memory = await make(folder, backups);
        for (const { which, email, what } of actions) {
          const { file, session: plain } = sessions[which] as (typeof sessions)[number];
          const session = { ...plain, email };
          memory = await act(memory, model, { folder, backups, file, session, what });
          assert.deepEqual(await heldIn(memory), heldBy(model), what);
        }
        // What the watch tells comes when it comes.
        await until(async () => {
          const { sessions } = await memory.state.list();
          return sessions.every(({ file, agreement }) => agreement === model.agreementOf(file));
        });
        memory.state.dispose();
      }),
      { numRuns: 40 },
    );
  });

  async function act(
    memory: Memory,
    model: Model,
    {
      folder,
      backups,
      file,
      session,
      what,
    }: { folder: string; backups: string; file: string; session: Session; what: string },
  ): Promise<Memory> {
    const { state } = memory;
    const onDisk = path.join(folder, ...file.split('/'));
    const put = (text: string, code?: File['code']) => {
      writeTree(folder, { [file]: text });
      model.disk.set(file, { text, ...(code && { code }) });
    };
    const held = model.memory.get(file);
    const there = model.disk.get(file);
    const agreed = held !== undefined && held.from === there?.text;
    switch (what) {
      case 'edit':
        put(JSON.stringify(session, undefined, 1));
        break;
      case 'damage':
        // Not "half written" any more: a refresh would wait for the rest.
        put('[]', 3);
        break;
      case 'misplace':
        put(JSON.stringify({ ...session, application: { ...session.application, id: 'com.elsewhere' } }), 1);
        break;
      case 'delete':
        fs.rmSync(onDisk, { force: true });
        model.disk.delete(file);
        break;
      case 'touch':
        if (there) fs.utimesSync(onDisk, new Date(), new Date());
        break;
      case 'write': {
        await state.write(session);
        const text = fs.readFileSync(onDisk, 'utf8');
        model.disk.set(file, { text });
        // A file that said something else may keep what memory does not have.
        const saysMore = held && there && !agreed && !isSame(text, session);
        model.memory.set(file, { session, from: saysMore ? held.from : text });
        if (!saysMore) assert.deepEqual(JSON.parse(text), session);
        if (saysMore && there.code !== undefined) model.disk.set(file, { text, code: there.code });
        break;
      }
      case 'change': {
        const changed = await state.change(file, (before) => ({ ...before, email: session.email }));
        assert.equal(changed !== undefined, held !== undefined);
        if (!held) break;
        const next = { ...held.session, email: session.email };
        if (!there) {
          model.memory.set(file, { session: next, from: held.from });
          break;
        }
        const text = fs.readFileSync(onDisk, 'utf8');
        const same = isSame(text, next);
        if (agreed) assert.ok(same);
        model.memory.set(file, { session: next, from: same ? text : held.from });
        model.disk.set(file, { text, ...(!same && there.code && { code: there.code }) });
        break;
      }
      case 'remove':
        assert.equal(await state.remove(file, 'test'), held !== undefined);
        if (held) model.disk.delete(file);
        model.memory.delete(file);
        break;
      case 'refresh': {
        const { checked, refreshed, removed, errors } = await state.refresh();
        const told = errors.map(({ file, code }) => [file, code] as const);
        assert.deepEqual({ checked, refreshed, removed, errors: told }, model.refresh());
        const { sessions } = await state.list();
        assert.ok(sessions.every(({ agreement }) => agreement === 'inMemory'));
        break;
      }
      case 'restart': {
        state.dispose();
        return make(folder, backups, {}, await memory.store.snapshot());
      }
    }
    return memory;
  }

  async function heldIn({ state }: Memory): Promise<[string, Session | undefined][]> {
    const files = (await state.list()).sessions.map(({ file }) => file).sort();
    return Promise.all(files.map(async (file) => [file, (await state.get(file))?.session] as [string, Session]));
  }

  function heldBy(model: Model): [string, Session][] {
    return [...model.memory].map(([file, { session }]) => [file, session] as [string, Session]).sort();
  }
});

function isSame(text: string, session: Session): boolean {
  try {
    assert.deepEqual(JSON.parse(text), session);
    return true;
  } catch {
    return false;
  }
}
