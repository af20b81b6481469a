import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { Editors } from '../../src/disk/change/editors';
import { recordedChange } from '../../src/disk/change/recordedChange';
import { takeBack } from '../../src/disk/change/takeBack';
import { CheckPool } from '../../src/disk/checkPool';
import type { FilePlace } from '../../src/disk/fix/fileFix';
import { FolderFix, type FolderFixResult } from '../../src/disk/fix/folderFix';
import { SessionWriteError } from '../../src/disk/sessionWriteError';
import { FileChangedError, FileExistsError, ReadFailedError } from '../../src/disk/writeErrors';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { countSteps } from '../support/steps';
import { sessionOf } from './sessions';
import { onPosix, temporaryFolder, unprivileged, writeTree } from './temporaryFolder';

const MISSPELT = SEED_SESSION.replace('"accepted"', '"Accepted"');

/** Ways to be at fault that are repaired, by what becomes of the file. */
const DAMAGES: Record<string, (name: string, text: string) => { application?: string; name?: string; text: string }> = {
  'a misspelt status': (_, text) => ({ text: text.replace('"accepted"', '"Accepted"') }),
  'a byte order mark': (_, text) => ({ text: `\ufeff${text}` }),
  'a byte order mark and a misspelt status': (_, text) => ({
    text: `\ufeff${text.replace('"accepted"', '"ACCEPTED"')}`,
  }),
  'another name': (name, text) => ({ name: `${name.slice(0, 30)}0123456789`, text }),
  'another folder': (_, text) => ({ application: 'Others', text }),
  'another name, a byte order mark and CRLF': (name, text) => ({
    name: `${name.slice(0, 30)}9876543210`,
    text: `\ufeff${text.replaceAll('\n', '\r\n')}`,
  }),
  'directly in the MobileApps folder': (_, text) => ({ application: '', text }),
  'directly there, with a misspelt status': (_, text) => ({
    application: '',
    text: text.replace('"accepted"', '"Accepted"'),
  }),
  'a folder too deep': (name, text) => ({ name: `deep/er/${name}`, text }),
  'an ending': (name, text) => ({ name: `${name}.json`, text }),
  'an ending and a byte order mark, in another folder': (name, text) => ({
    application: 'other',
    name: `${name}.json`,
    text: `\ufeff${text}`,
  }),
  'only a person can mend it': (_, text) => ({ text: text.replace('"accepted"', '"blocked"') }),
  'not JSON': (_, text) => ({ text: text.slice(0, 100) }),
  'no damage': (_, text) => ({ text }),
};

describe('FolderFix', () => {
  const temporary = temporaryFolder();
  const pool = new CheckPool();
  let folder: string;
  let backupRoot: string;
  beforeEach(() => {
    folder = path.join(temporary(), 'MobileApps');
    backupRoot = path.join(temporary(), 'backups');
  });
  after(() => pool.dispose());

  const at = (...parts: string[]) => path.join(folder, ...parts);
  const write = (text: string, application = SEED_APPLICATION, name = SEED_NAME): FilePlace => {
    writeTree(folder, { [`${application}/${name}`]: text });
    return { application, name };
  };
  const read = (...parts: string[]) => fs.readFileSync(at(...parts), 'utf8');
  const fixOf = (editors?: Editors) => new FolderFix(pool, folder, { backupRoot, ...(editors && { editors }) });

  /** Every file, by its path, and every folder. */
  function tree(): Record<string, string> {
    const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
    return Object.fromEntries(
      names.map((name) => [name, fs.statSync(at(name)).isFile() ? fs.readFileSync(at(name), 'base64') : '']),
    );
  }

  async function fixAll(places: readonly FilePlace[]): Promise<FolderFixResult> {
    const fix = fixOf();
    return fix.apply(await fix.plan(places), { whenChanged: 'leave' });
  }

  const kinds = Object.entries(DAMAGES);
  const anyFolder = fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 12 });

  it('a fix gives a session without an application that of the sessions beside it, and guesses none', async () => {
    const application = 'TEAM01.com.acme.shop';
    const place = write('{}', application, 'ab'.repeat(20));
    const told = { applicationId: 'com.acme.shop', teamId: 'TEAM01', applicationName: 'Shop' };
    const knowing = new FolderFix(pool, folder, {
      backupRoot,
      identityOf: (each) => (each === application ? told : undefined),
    });
    const [known] = await knowing.plan([place]);
    const { application: itsOwn, team } = JSON.parse(known?.file.text ?? '');
    assert.deepEqual([itsOwn, team], [{ id: 'com.acme.shop', name: 'Shop', version: '1.0.0' }, { id: 'TEAM01' }]);
    const [guessed] = await fixOf().plan([place]);
    assert.ok(guessed && guessed.repairs.length > 0);
    assert.deepEqual(
      [JSON.parse(guessed.file.text).application, JSON.parse(guessed.file.text).team],
      [undefined, undefined],
    );
  });

  it('a fix plans without writing, does exactly what it planned, and takes all of it back byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(anyFolder, fc.boolean(), async (damages, isLater) => {
        fs.rmSync(folder, { recursive: true, force: true });
        const places = damages.map(([, damage], i) => {
          const session = sessionOf(`device ${i}`);
          const {
            application = 'TEAM000001.com.example.app',
            name = session.name,
            text,
          } = damage(session.name, session.text);
          return write(text, application, name);
        });
        const before = tree();
        const planned = await fixOf().plan(places);
        assert.deepEqual(tree(), before);
        const result = await fixOf().apply(planned, { whenChanged: 'leave' });
        for (const { file } of planned) assert.equal(read(file.applicationFolder, file.name), file.text);
        assert.deepEqual(
          result.files.filter(({ failure }) => failure),
          [],
        );
        const left = await fixOf().plan(
          result.files.map(({ file }) => ({ application: file.applicationFolder, name: file.name })),
        );
        assert.deepEqual(
          left.flatMap(({ repairs }) => repairs),
          [],
        );
        const person = damages.filter(([kind]) => kind === 'only a person can mend it' || kind === 'not JSON').length;
        assert.equal(left.filter(({ errors }) => errors.length > 0).length, person);
        assert.equal(result.files.filter((file) => file.left.length > 0).length, person);
        // By the process that made it, or by one that knows only of its backup.
        const { kept, failed } = await takeBack(
          isLater && result.backup ? await recordedChange(result.backup.path) : result,
        );
        assert.deepEqual([kept, failed], [[], []]);
        assert.deepEqual(tree(), before);
      }),
      { numRuns: 15 },
    );
  });

  it('a fix leaves what changed since it was planned, says so, and goes on with the others', async () => {
    const changed = write(MISSPELT);
    const other = sessionOf('other');
    const steady = write(`\ufeff${other.text}`, 'TEAM000001.com.example.app', other.name);
    const fix = fixOf();
    const planned = await fix.plan([changed, steady]);
    const newer = MISSPELT.replace('"email":""', '"email":"new@example.com"');
    write(newer);
    const { files, written } = await fix.apply(planned, { whenChanged: 'leave' });
    assert.equal(read(SEED_APPLICATION, SEED_NAME), newer);
    assert.equal(read(steady.application, steady.name), other.text);
    const [failure] = files.flatMap((file) => file.failure ?? []);
    assert.ok(failure instanceof FileChangedError);
    assert.deepEqual(
      files.filter((file) => file.failure).map(({ left }) => left.length),
      [1],
    );
    assert.equal(written.length, 1);
  });

  it('a misplaced session is moved once, never over another file, and never through a link', async () => {
    const other = sessionOf('other');
    writeTree(folder, {
      [`${SEED_APPLICATION}/${SEED_NAME}`]: MISSPELT,
      [SEED_NAME]: SEED_SESSION,
      [`${other.name}.json`]: other.text,
      [`Other/deep/${other.name}`]: other.text,
      [`${SEED_APPLICATION}/${SEED_NAME}~`]: SEED_SESSION,
    });
    const places = [
      { application: '', name: SEED_NAME },
      { application: '', name: `${other.name}.json` },
      { application: 'Other', name: `deep/${other.name}` },
      { application: SEED_APPLICATION, name: `${SEED_NAME}~` },
    ];
    const { files, written } = await fixAll(places);
    assert.equal(read(SEED_APPLICATION, SEED_NAME), MISSPELT);
    assert.equal(read(SEED_NAME), SEED_SESSION);
    assert.equal(read(SEED_APPLICATION, `${SEED_NAME}~`), SEED_SESSION);
    assert.equal(read('TEAM000001.com.example.app', other.name), other.text);
    assert.equal(read('Other/deep', other.name), other.text);
    assert.deepEqual(
      written.map(({ from }) => from),
      [at(`${other.name}.json`)],
    );
    const left = files.filter((file) => file.left.length > 0);
    assert.deepEqual(left.map(({ name, taken }) => [name, taken?.name]).sort(), [
      [SEED_NAME, SEED_NAME],
      [`deep/${other.name}`, other.name],
    ]);
  });

  onPosix('a misplaced session behind a link to a folder stays', async () => {
    writeTree(temporary(), { [`elsewhere/${SEED_NAME}`]: SEED_SESSION });
    fs.mkdirSync(at('Other'), { recursive: true });
    fs.symlinkSync(path.join(temporary(), 'elsewhere'), at('Other', 'deep'));
    const { files, written } = await fixAll([{ application: 'Other', name: `deep/${SEED_NAME}` }]);
    assert.deepEqual(written, []);
    assert.ok(files.every(({ failure }) => failure instanceof SessionWriteError));
    assert.ok(fs.existsSync(path.join(temporary(), 'elsewhere', SEED_NAME)));
    assert.ok(!fs.existsSync(at(SEED_APPLICATION)));
  });

  it('a fix leaves a file whose place was taken since', async () => {
    const wrong = write(SEED_SESSION, SEED_APPLICATION, 'f'.repeat(40));
    const fix = fixOf();
    const planned = await fix.plan([wrong]);
    write(MISSPELT);
    const { files } = await fix.apply(planned, { whenChanged: 'leave' });
    assert.ok(files[0]?.failure instanceof FileExistsError);
    assert.equal(read(SEED_APPLICATION, 'f'.repeat(40)), SEED_SESSION);
    assert.equal(read(SEED_APPLICATION, SEED_NAME), MISSPELT);
  });

  it('a fix is taken back in the order in which places become free', async () => {
    // Each belongs in the place of the next.
    const sessions = ['a', 'b', 'c'].map((id) => sessionOf(id));
    const places = sessions.map(({ text }, i) =>
      write(text, 'TEAM000001.com.example.app', sessions[i + 1]?.name ?? 'e'.repeat(40)),
    );
    const before = tree();
    const result = await fixAll(places);
    assert.deepEqual(fs.readdirSync(at('TEAM000001.com.example.app')).sort(), sessions.map(({ name }) => name).sort());
    await takeBack(result);
    assert.deepEqual(tree(), before);
  });

  it('a fix is never taken back over what was changed since, and says which that is', async () => {
    const places = [
      write(MISSPELT),
      write(`\ufeff${sessionOf('a').text}`, 'TEAM000001.com.example.app', sessionOf('a').name),
    ];
    const result = await fixAll(places);
    const newer = SEED_SESSION.replace('"email":""', '"email":"new@example.com"');
    write(newer);
    assert.deepEqual((await takeBack(result)).kept, [`${SEED_APPLICATION}/${SEED_NAME}`]);
    assert.equal(read(SEED_APPLICATION, SEED_NAME), newer);
    assert.equal(read('TEAM000001.com.example.app', sessionOf('a').name), `\ufeff${sessionOf('a').text}`);
  });

  it('nothing is taken back by a record that is none, leads out of the folder, or is gone', async () => {
    const { backup } = await fixAll([write(MISSPELT)]);
    assert.ok(backup);
    const record = path.join(backup.path, 'change.json');
    const good = JSON.parse(fs.readFileSync(record, 'utf8'));
    const [entry] = good.written;
    for (const bad of [
      '',
      '{',
      'null',
      '[]',
      '{"version":2,"written":[]}',
      ...['../../outside', 'a/..', '/etc/passwd', 'a/b/c', 'a', 'a/b\\c'].map((to) =>
        JSON.stringify({ ...good, written: [{ ...entry, to }] }),
      ),
      JSON.stringify({ ...good, written: [{ ...entry, digest: 1 }] }),
    ]) {
      fs.writeFileSync(record, bad);
      await assert.rejects(recordedChange(backup.path), ReadFailedError, bad);
    }
    fs.rmSync(backup.path, { recursive: true });
    await assert.rejects(recordedChange(backup.path), SessionWriteError);
    assert.equal(read(SEED_APPLICATION, SEED_NAME), SEED_SESSION);
  });

  it('a fix leaves what is gone as it is when it is taken back, and tells so as of what was changed since', async () => {
    const result = await fixAll([write(MISSPELT)]);
    fs.rmSync(at(SEED_APPLICATION, SEED_NAME));
    const { restored, kept, failed } = await takeBack(result);
    assert.deepEqual([restored, kept, failed], [[], [`${SEED_APPLICATION}/${SEED_NAME}`], []]);
  });

  onPosix('a fix keeps a backup that this user alone may read', async () => {
    const { backup } = await fixAll([write(MISSPELT)]);
    assert.ok(backup);
    assert.equal(fs.statSync(backup.path).mode & 0o077, 0);
    assert.equal(fs.readFileSync(path.join(backup.path, 'files', SEED_APPLICATION, SEED_NAME), 'utf8'), MISSPELT);
    await unprivileged(async () => {
      if (process.getuid?.() === 0) assert.throws(() => fs.readdirSync(backup.path), { code: 'EACCES' });
    });
  });

  it('a fix changes nothing without a backup', async () => {
    fs.writeFileSync(backupRoot, 'in the way');
    const { files, written, failure } = await fixAll([write(MISSPELT)]);
    assert.deepEqual(written, []);
    assert.deepEqual(
      files.map(({ repairs, left }) => [repairs, left.length > 0]),
      [[[], true]],
    );
    assert.match(failure?.message ?? '', / is a file; give a folder/);
    assert.equal(read(SEED_APPLICATION, SEED_NAME), MISSPELT);
  });

  it('a fix stops when it is cancelled; what was done stays done, and can be taken back', async () => {
    const sessions = Array.from({ length: 40 }, (_, i) => sessionOf(`device ${i}`));
    const places = sessions.map(({ name, text }) => write(`\ufeff${text}`, 'TEAM000001.com.example.app', name));
    const before = tree();
    const planned = await fixOf().plan(places);
    let done = 0;
    const fix = new FolderFix(pool, folder, { backupRoot, isCancelled: () => done >= 5 });
    const result = await fix.apply(planned, { whenChanged: 'leave', onFile: () => done++ });
    assert.ok(result.written.length >= 5 && result.written.length < 20, String(result.written.length));
    assert.equal(result.files.length, result.written.length);
    await takeBack(result);
    assert.deepEqual(tree(), before);
  });

  it('a fix repairs in the editor what an editor has unsaved, and a later process takes it back', async () => {
    const place = write(SEED_SESSION);
    const shown = new Map([[at(SEED_APPLICATION, SEED_NAME), MISSPELT]]);
    const editors: Editors = {
      unsaved: (file) => shown.get(file),
      change: async ({ from, before, edits: [edit] }) => {
        if (shown.get(from) !== before || !edit) return false;
        shown.set(from, before.slice(0, edit.start) + edit.text + before.slice(edit.end));
        return true;
      },
    };
    const fix = fixOf(editors);
    const planned = await fix.plan([place]);
    const result = await fix.apply(planned, { whenChanged: 'leave' });
    assert.deepEqual([...shown.values()], [SEED_SESSION]);
    assert.equal(result.backup?.size, 0);
    // A later process knows both texts.
    await takeBack(await recordedChange(result.backup.path), { editors });
    assert.deepEqual([...shown.values()], [MISSPELT]);
    assert.equal(read(SEED_APPLICATION, SEED_NAME), SEED_SESSION);
  });

  it('a fix takes no more steps of the thread that asks for a long file than for a short one', async () => {
    const stepsFor = async (members: number) => {
      const text = SEED_SESSION.replace('{', `{${'"x":[[[[]]]],'.repeat(members)}`).replace('"accepted"', '"Accepted"');
      const place = write(`\ufeff${text}`);
      return countSteps(async () => {
        const [planned] = await fixOf().plan([place]);
        assert.ok((planned?.repairs.length ?? 0) > 0);
      });
    };
    await stepsFor(1);
    const short = await stepsFor(1);
    const long = await stepsFor(40_000);
    assert.ok(short.in('disk/checkPool') > 0);
    // Another thread reads and mends the text. Here each of its members would take steps. What is told of the first of
    // those that are there twice does.
    assert.ok(long.all < short.all + 5000, `${short.all} steps, then ${long.all}`);
    for (const source of ['core/json/jsonText', 'core/compliance/sessionChecker', 'disk/fix/fileRepair'])
      assert.equal(long.in(source), 0, source);
  });
});
