import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { APPLICATION as A, sessionOf } from '../disk/sessions';
import { run, Scratch } from './commandLine';

const PREFIXES = [
  ...[
    '',
    '.',
    '.nfs000000000abc000001',
    '.trashed-1699999-',
    '.goutputstream-',
    '.~',
    '.sb-',
    '.tmp',
    '.pending-1699-',
    '#',
    '~',
    '~$',
  ],
  ...[
    '副本 ',
    '复件 ',
    '複製 ',
    'コピー ～ ',
    'Kopie van ',
    'Kopi af ',
    '복사본 ',
    'Backup of ',
    '(1) ',
    '1-',
    'S-',
    'copy-',
    'copy_of_',
    '_',
  ],
  ...['x', 'tmp', 'tmp-', 'old', 'revoked_', '2024-01-01_'],
];
const SUFFIXES = [
  '',
  '~',
  ' copy',
  '_LOCAL_1',
  '-DESKTOP-1',
  '_1',
  '.revoked',
  '.XyZabc',
  '.json',
  '.JSON',
  '.json~',
  '\n::error::pwn',
  '0',
  'x',
];

/** Folders for copies and for what is thrown away. */
const COPIES = [
  ...[
    'backup',
    'Backup 2024',
    'old',
    'old-2',
    'oldSessions',
    'archive',
    'archived',
    'revoked',
    'stolen',
    'Legacy',
    'on hold',
    'duplicates',
    '2024',
    '01',
    'Jan2024',
    'System Volume Information',
    'found.000',
    'node_modules',
    'Mülleimer',
    'disabled',
    'deleted',
    'removed',
    'blocked',
    'bak',
  ],
  ...[
    'Trash',
    'Papierkorb',
    'Corbeille',
    'Sicherung',
    'sauvegarde',
    'ゴミ箱',
    '回收站',
    '#recycle',
    '@Recycle',
    '@eaDir',
    '$RECYCLE.BIN',
    '_old',
  ],
  ...[
    '_x',
    '~x',
    'lost+found',
    '2024-01-01',
    '20240101',
    'gesperrt',
    'gelo\u0308scht',
    'supprimés',
    'backup.2024',
    'MobileApps.backup.x',
    'data.backup.2024',
    `${A} copy`,
    `${A}.bak`,
  ],
  ...[`${A}~`, `${A} (1)`, `${A}-old`, `${A}_2`, `${A}.1`, `backup-${A}`, `old.${A}`, `副本 ${A}`, `Kopie von ${A}`],
];
/** Folders that are none of these. Sessions in them are misplaced, or at fault if the folder may be that of an application. */
const OTHERS = ['x', 'gold', 'test', 'com.example.other', 'com.example.app'];
/** They may be those of applications, or not. Only a person knows. */
const DOUBTFUL = ['com.old.app', 'TEAM000002.com.backup.app', 'com.example.archive'];

/** @returns whether `fix` may move a file of this name out of any folder but one for copies */
const isNamedAsSession = (name: string, id: string) => name === id || name === `${id}.json`;

describe('leftovers and folders for copies', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.remove());

  it('no leftover of any name in any folder becomes a session by fix, and what may be moved is', async () => {
    const before = new Map<string, { id: string; moves: boolean; isSession: boolean }>();
    const put = (folder: string, nameOf: (id: string) => string, isForCopies: boolean) => {
      const { name: id, text } = sessionOf(`device ${before.size}`);
      const name = nameOf(id);
      const place = path.posix.join(folder, name);
      const isSession = place === `${A}/${id}`;
      before.set(place, { id, isSession, moves: !isSession && !isForCopies && isNamedAsSession(name, id) });
      scratch.file(`MobileApps/${place}`, text);
    };
    for (const folder of ['', A, `${A}/x`, 'com.example.other']) {
      for (const prefix of PREFIXES) for (const suffix of SUFFIXES) put(folder, (id) => prefix + id + suffix, false);
    }
    for (const folder of COPIES) {
      for (const ending of ['', '.json', '~']) {
        for (const place of [folder, `${A}/${folder}`, `${folder}/${A}`, `${A}/deep/${folder}`])
          put(place, (id) => id + ending, true);
      }
    }
    for (const folder of OTHERS) {
      for (const ending of ['', '.json']) {
        for (const place of [folder, `${A}/${folder}`]) put(place, (id) => id + ending, false);
      }
    }
    for (const folder of DOUBTFUL) {
      for (const ending of ['', '.json']) put(folder, (id) => id + ending, true);
    }
    const { stdout } = await run(['check', 'MobileApps', '--format', 'json'], { cwd: scratch.root });
    const codes = new Map<string, string[]>();
    for (const { file, code } of JSON.parse(stdout).findings) codes.set(file, [...(codes.get(file) ?? []), code]);
    for (const [place, { moves, isSession }] of before) {
      const told = codes.get(place) ?? [];
      const isDoubtful = DOUBTFUL.includes(place.split('/')[0] ?? '');
      const wanted = isSession ? [] : moves || isDoubtful ? ['mobi/1', 'hint/misplaced'] : ['hint/leftover'];
      assert.ok(
        isSession ? told.length === 0 : told.length === 1 && wanted.includes(told[0] ?? ''),
        `${place}: ${told}`,
      );
    }
    await run(['fix', 'MobileApps'], { cwd: scratch.root, env: { XDG_STATE_HOME: scratch.path('state') } });
    for (const [place, { id, moves, isSession }] of before) {
      const file = scratch.path('MobileApps', ...place.split('/'));
      assert.equal(fs.existsSync(file), !moves, place);
      assert.equal(fs.existsSync(scratch.path('MobileApps', A, id)), moves || isSession, place);
    }
    const again = await run(['check', 'MobileApps', '--format', 'json'], { cwd: scratch.root });
    const counted = [...before.values()].filter(({ moves, isSession }) => moves || isSession).length;
    assert.equal(JSON.parse(again.stdout).summary.sessions, counted);
  });

  it('a session whose own id is named as a leftover is a session, and one in an application named as a folder for copies', async () => {
    const ids = ['my-copy', 'dev_conflict_1', 'a_BASE_1', '4913', 'old', 'tmp_x', 'abcdef01_LOCAL_1', '_x', '1-1'];
    const applications = [
      'backup',
      'old',
      'com.old.app',
      'TEAM000001.com.backup.app',
      'com.app.bak',
      'x_old',
      'trash.can',
      '2024-01-01',
    ];
    for (const folder of applications) {
      const [team, ...rest] = folder.startsWith('TEAM') ? [folder.slice(0, 10), folder.slice(11)] : ['', folder];
      for (const id of ids) {
        const session = JSON.parse(sessionOf('a').text);
        session.application.id = rest.join('.');
        session.team.id = team;
        session.session.id = id;
        session.token = Buffer.from(JSON.stringify({ appNameID: session.application.id, id, teamID: team })).toString(
          'base64',
        );
        scratch.file(`MobileApps/${folder}/${id}`, JSON.stringify(session));
      }
    }
    const { code, stdout } = await run(['check', 'MobileApps', '--format', 'json'], { cwd: scratch.root });
    const { summary, findings } = JSON.parse(stdout);
    assert.deepEqual(
      findings.filter((each: { code: string }) => !/hint\/(id|duplicate-device)/.test(each.code)),
      [],
    );
    assert.deepEqual([code, summary.accepted], [0, ids.length * applications.length]);
  });

  it('fix leaves a misplaced session with another name to a person, and says what can be done', async () => {
    const { name, text } = sessionOf('a');
    scratch.file(`MobileApps/${A}/notes.txt`, text);
    const state = { XDG_STATE_HOME: scratch.path('state') };
    const { code, stdout } = await run(['fix', 'MobileApps'], { cwd: scratch.root, env: state });
    assert.equal(code, 1);
    assert.match(stdout, /\? Move the file to where its content says/);
    assert.ok(!fs.existsSync(scratch.path('MobileApps', A, name)));
  });

  it('a file that is no UTF-8 is no misplaced session, and fix leaves it', async () => {
    const { text } = sessionOf('a');
    const bytes = Buffer.from(text.replace('Example', 'Ex\xe9mple'), 'latin1');
    fs.mkdirSync(scratch.path('MobileApps', A), { recursive: true });
    fs.writeFileSync(scratch.path('MobileApps', A, 'x.json'), bytes);
    const { code, stdout } = await run(['fix', 'MobileApps'], { cwd: scratch.root });
    assert.deepEqual([code, stdout], [0, '✔ Nothing repaired, none is at fault\n']);
    assert.ok(fs.readFileSync(scratch.path('MobileApps', A, 'x.json')).equals(bytes));
  });
});
