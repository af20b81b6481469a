import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { DevServer } from '../../src/server/devServer';
import type { SpecialFile } from '../disk/specialFiles';
import { onPosix, unprivileged, writeTree } from '../disk/temporaryFolder';
import { DENIED_FILE, UNREADABLE_FILES } from '../disk/unreadableFiles';
import { call } from './httpCall';
import { iosBody } from './mobile/devices';
import { PROJECT, webServer } from './webHarness';

// Nothing here may end by the time limit.
const ENDLESS_MS = 600_000;
const PACKAGE = /package\.json$/;

/** A place where a file is that Node opens when it loads a module. `$` is a name that no other place has. */
interface Place {
  readonly file: string;
  readonly content?: string;
  /** Other files, which lead to it. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Places of one project that do not hinder each other. */
interface Group {
  readonly handlers: readonly Place[];
  readonly logins?: { readonly module: string; readonly text?: string; readonly places: readonly Place[] };
}

const HANDLER = `run() {
  const message = new OutgoingMessage();
  message.setBody('ran');
  return message;
}`;
const CODE = `exports.$ = class $ { ${HANDLER} };`;
const CODE_AS_MODULE = `export const $ = class $ { ${HANDLER} };`;
const LOGIN = '({ success: true })';
const IN_PACKAGE = 'WebCode/node_modules/pack$';

const loads = (what: string) => ({ 'WebCode/$.js': `require('${what}'); ${CODE}` });
const imports = (what: string) => ({ 'WebCode/$.mjs': `import '${what}'; ${CODE_AS_MODULE}` });
const exporting = (members: object) => JSON.stringify({ name: 'pack$', ...members });

const LOADED_BY_HANDLERS: readonly Place[] = [
  { file: 'WebCode/$.js', content: CODE },
  { file: 'WebCode/$.mjs', content: CODE_AS_MODULE },
  { file: 'WebCode/$/part.js', files: loads('./$/part.js') },
  { file: 'WebCode/$/ended.js', files: loads('./$/ended') },
  { file: 'WebCode/$/plain', files: loads('./$/plain') },
  { file: 'WebCode/$/data.json', files: loads('./$/data.json'), content: '{}' },
  { file: 'WebCode/in$/index.js', files: loads('./in$') },
  { file: 'WebCode/in$/package.json', files: { ...loads('./in$'), 'WebCode/in$/index.js': '' } },
  { file: 'WebCode/in$/main.js', files: { ...loads('./in$'), 'WebCode/in$/package.json': '{"main":"main.js"}' } },
  { file: 'WebCode/$/far.js', files: { ...loads('./$/near.js'), 'WebCode/$/near.js': "require('./far.js');" } },
  {
    file: 'WebCode/$/later.js',
    files: { 'WebCode/$.js': CODE.replace('run() {', "run() { require('./$/later.js');") },
  },
  { file: `${IN_PACKAGE}/index.js`, files: loads('pack$') },
  { file: `${IN_PACKAGE}/package.json`, files: { ...loads('pack$'), [`${IN_PACKAGE}/index.js`]: '' } },
  {
    file: `${IN_PACKAGE}/node_modules/inner/package.json`,
    files: {
      ...loads('pack$'),
      [`${IN_PACKAGE}/index.js`]: "require('inner/part');",
      [`${IN_PACKAGE}/node_modules/inner/part.js`]: '',
    },
  },
  { file: 'WebCode/$/part.mjs', files: imports('./$/part.mjs') },
  {
    file: 'WebCode/$/dynamic.mjs',
    files: { 'WebCode/$.js': CODE.replace('run() {', "async run() { await import('./$/dynamic.mjs');") },
  },
  {
    file: `${IN_PACKAGE}/lib/part.mjs`,
    files: { ...imports('pack$'), [`${IN_PACKAGE}/package.json`]: exporting({ exports: './lib/part.mjs' }) },
  },
  {
    file: `${IN_PACKAGE}/lib/package.json`,
    files: {
      ...imports('pack$/part'),
      [`${IN_PACKAGE}/package.json`]: exporting({ exports: { './*': './lib/*.js' } }),
      [`${IN_PACKAGE}/lib/part.js`]: '',
    },
  },
];

const LOADED_BY_LOGINS: readonly Place[] = [
  { file: 'login/$.mjs' },
  { file: 'login/$/part.cjs', files: { 'login/$.mjs': "import './$/part.cjs';" } },
  { file: 'login/$/part.mjs', files: { 'login/$.mjs': "import './$/part.mjs';" } },
  {
    file: 'login/node_modules/pack$/package.json',
    files: { 'login/$.mjs': "import 'pack$/part.js';", 'login/node_modules/pack$/part.js': '' },
  },
];

const GROUPS: readonly Group[] = [
  {
    handlers: LOADED_BY_HANDLERS,
    logins: {
      module: 'login/auth.mjs',
      // The e-mail address says what to load.
      text: `export default async ({ email }) => { await import(\`./\${email.split('@')[0]}.mjs\`); return ${LOGIN}; };`,
      places: LOADED_BY_LOGINS,
    },
  },
  {
    handlers: [{ file: 'WebCode/package.json', files: { 'WebCode/$.js': CODE } }],
    logins: {
      module: 'login/auth.mjs',
      places: [{ file: 'login/auth.mjs', content: `export default () => ${LOGIN};` }],
    },
  },
  {
    handlers: [{ file: 'package.json', files: { 'WebCode/$.js': CODE } }],
    logins: {
      module: 'login/auth.cjs',
      places: [{ file: 'login/auth.cjs', content: `module.exports = () => ${LOGIN};` }],
    },
  },
  {
    handlers: [],
    logins: {
      module: 'login/auth.js',
      text: `module.exports = () => ${LOGIN};`,
      places: [{ file: 'login/package.json' }],
    },
  },
];

interface NamedPlace {
  readonly name: string;
  readonly file: string;
  readonly isHandler: boolean;
  readonly files: Readonly<Record<string, string>>;
}

function named(place: Place, at: number, isHandler: boolean): NamedPlace {
  const name = `${isHandler ? 'Code' : 'part'}${at}`;
  const all = { [place.file]: place.content ?? (PACKAGE.test(place.file) ? '{}' : ''), ...place.files };
  const files = Object.entries(all).map(([file, text]) => [file.replaceAll('$', name), text.replaceAll('$', name)]);
  return { name, file: place.file.replaceAll('$', name), isHandler, files: Object.fromEntries(files) };
}

/** A server whose project has these places. */
class ModuleProject {
  readonly places: readonly NamedPlace[];
  private folder = '';
  private server: DevServer | undefined;

  constructor(private readonly group: Group) {
    const { handlers, logins } = group;
    const all = [...handlers.map((place) => ({ place, isHandler: true }))];
    for (const place of logins?.places ?? []) all.push({ place, isHandler: false });
    this.places = all.map(({ place, isHandler }, at) => named(place, at, isHandler));
  }

  async start(): Promise<void> {
    this.folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-')));
    // One of the tests reads it as a user who may not read everything.
    fs.chmodSync(this.folder, 0o755);
    const { logins } = this.group;
    const handlers = this.places.filter(({ isHandler }) => isHandler);
    writeTree(this.folder, {
      ...PROJECT,
      'Project/Sources/HTTPHandlers.json': handlers.map(({ name }) => ({
        class: name,
        method: 'run',
        regexPattern: `^/${name}$`,
      })),
    });
    this.write();
    const mobile = {
      ...(logins && { authenticationModule: path.join(this.folder, logins.module) }),
      authenticationTimeoutMs: ENDLESS_MS,
    };
    const web = { project: this.folder, codeTimeoutMs: ENDLESS_MS };
    const mobileApps = path.join(this.folder, 'MobileApps');
    this.server = await DevServer.start({ mobileApps, mobile, web }, { log: () => {} });
  }

  async stop(): Promise<void> {
    await this.server?.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** Puts a special file at each place. */
  async spoil(special: SpecialFile): Promise<void> {
    for (const { file } of this.places) {
      fs.rmSync(path.join(this.folder, file));
      await special.make(path.join(this.folder, file));
    }
  }

  mend(): void {
    for (const { file } of this.places) fs.rmSync(path.join(this.folder, file), { recursive: true, force: true });
    this.write();
  }

  /** Whether the code ran, and why not. */
  async ask({ name, isHandler }: NamedPlace): Promise<{ readonly isGood: boolean; readonly reason: string }> {
    assert.ok(this.server);
    const { url } = this.server.address();
    const email = `${name}@example.com`;
    const body = iosBody({ email, device: { id: email, description: 'iPhone' } });
    const { status } = isHandler
      ? await call(`${url}/${name}`)
      : await call(`${url}/mobileapp/$authenticate`, { method: 'POST', headers: { 'X-QMobile': '1' }, body });
    const { entries } = await new HttpControlClient(this.server.address()).journal(0, 1000);
    const rule = isHandler ? /^web\.code\./ : /^mobile\.module\./;
    const reason = entries.at(-1)?.causes.find((cause) => rule.test(cause.rule))?.message ?? '';
    return { isGood: status === 200, reason };
  }

  private write(): void {
    const { logins } = this.group;
    if (logins?.text !== undefined) writeTree(this.folder, { [logins.module]: logins.text });
    for (const { files } of this.places) writeTree(this.folder, files);
  }
}

const PIPE = 'a pipe without a writer';
const DEAD_LINK = 'a link that leads nowhere';
const FOLDER = 'a folder';

for (const [what, special] of Object.entries(UNREADABLE_FILES)) {
  for (const [number, group] of GROUPS.entries()) {
    describe(`What Node loads of group ${number + 1} while it is ${what}`, () => {
      const project = new ModuleProject(group);
      const as = what === DENIED_FILE ? unprivileged : <T>(run: () => Promise<T>) => run();
      before(async () => {
        if (process.platform === 'win32') return;
        await project.start();
        await project.spoil(special);
      });
      after(() => project.stop());

      for (const place of project.places) {
        const kind = place.isHandler ? 'a handler' : 'a login';
        onPosix(`${place.file} of ${kind} is told by what it is: ${what}`, async () => {
          const { isGood, reason } = await as(() => project.ask(place));
          // Node looks further above for a link to nowhere.
          if (PACKAGE.test(place.file) && what === DEAD_LINK) return assert.equal(isGood, true);
          assert.equal(isGood, false, reason);
          // Node looks for a module in any folder whose name has no ending.
          const isPlain = what === FOLDER && path.extname(place.file) === '';
          if (isPlain) return assert.match(reason, /Cannot find module '\.\/Code\d+\/plain'/);
          assert.match(reason, special.words);
          assert.ok(reason.includes(place.file), reason);
        });
      }

      // Once is enough: what was refused has left nothing behind.
      if (what !== PIPE) return;
      onPosix(`all places of group ${number + 1} are loaded when each has a file instead of ${what}`, async () => {
        project.mend();
        for (const place of project.places) assert.equal((await project.ask(place)).isGood, true, place.file);
      });
    });
  }
}

describe('The folder of the modules of a project', () => {
  const server = webServer(
    {},
    {
      'Project/Sources/HTTPHandlers.json': [{ class: 'Code', method: 'run', regexPattern: '^/run' }],
      'WebCode/Code.js': CODE.replaceAll('$', 'Code'),
    },
  );

  const KINDS = [PIPE, 'a socket', 'a link to /dev/zero, which never ends', DEAD_LINK, 'a link to itself'];
  for (const [what, { make, words }] of Object.entries(UNREADABLE_FILES).filter(([each]) => KINDS.includes(each))) {
    onPosix(`the folder of the modules is told by what it is: ${what}`, async () => {
      const place = path.join(server().folder, 'WebCode');
      fs.rmSync(place, { recursive: true });
      await make(place);
      assert.equal((await server().client().call('/run')).status, 500);
      const told = (await server().lastEntry()).causes.find(({ rule }) => rule.startsWith('web.code.'));
      assert.equal(told?.rule, 'web.code.noModule');
      assert.match(told?.message ?? '', words);
    });
  }
});
