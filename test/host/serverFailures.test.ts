import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { DevServerController } from '../../src/vscode/server/devServerController';
import { JournalShown } from '../../src/vscode/server/journalShown';
import { ServerStatusBar } from '../../src/vscode/server/serverStatusBar';
import type { ServerTree } from '../../src/vscode/server/serverTree';
import { Memory } from './memory';
import { type DevServerParts, devServer, takenPort } from './servers';
import { TestServerTree } from './serverTrees';
import { type StarterParts, StartingUser } from './startingUser';

/** A way in which a start fails. */
interface Failure {
  /** What is set, below `sessionWorkbench.server`. */
  readonly settings?: Record<string, unknown>;
  readonly server?: DevServerParts;
  readonly starter?: StarterParts;
  /** Text of dist/server.js. */
  readonly program?: string;
  readonly reason: RegExp;
}

const broken = (message: string) => async (): Promise<never> => {
  throw new Error(message);
};
/** A path in a folder of the workspace. */
const inFolder = (name: string) => `\${workspaceFolder:${name}}`;
const forgetful = Object.assign(new Memory(), { update: broken('no space left on the disk') });

const FAILURES: Record<string, Failure> = {
  'a path of a setting is of a folder that is not open': {
    settings: { webOptions: { project: `${inFolder('nowhere')}/app` } },
    reason: /sessionWorkbench\.server\.webOptions\.project .*no folder named "nowhere"/,
  },
  'a path of a setting is empty': {
    settings: { mobileOptions: { authenticationModule: ' ' } },
    reason: /sessionWorkbench\.server\.mobileOptions\.authenticationModule .*it is empty/,
  },
  'a nested option has a value that there is not': {
    settings: { mobileOptions: { otherwise: { outcome: 'perhaps' } } },
    reason: /“sessionWorkbench\.server\.mobileOptions\.otherwise\.outcome” must be one of "accept"/,
  },
  'an object is a text': {
    settings: { mobileOptions: 'accept' },
    reason: /“sessionWorkbench\.server\.mobileOptions” must be an object of options that may have “.*, not a text/,
  },
  'LAN is off in quotes': {
    settings: { lan: 'false' },
    reason: /“sessionWorkbench\.server\.lan” must be true or false, not a text/,
  },
  'the start by itself is off in quotes': {
    settings: { autoStart: 'false' },
    reason: /“sessionWorkbench\.server\.autoStart” must be true or false, not a text/,
  },
  'nothing stands where something must': {
    settings: { mobileOptions: { otherwise: null } },
    reason: /“sessionWorkbench\.server\.mobileOptions\.otherwise” must be an object .*, not null/,
  },
  'an empty list is no object': {
    settings: { mobileOptions: [] },
    reason: /“sessionWorkbench\.server\.mobileOptions” must be an object of options that may have “.*, not a list/,
  },
  'an empty object is no list': {
    settings: { allowedHosts: {} },
    reason: /“sessionWorkbench\.server\.allowedHosts” must be a list/,
  },
  'no web sessions are a zero': {
    settings: { web: 0 },
    reason: /“sessionWorkbench\.server\.web” must be one of "automatic", "on", "off"/,
  },
  'a path is a number': {
    settings: { webOptions: { pages: 7 } },
    reason: /“sessionWorkbench\.server\.webOptions\.pages” must be a text/,
  },
  'every name is allowed': {
    settings: { allowedHosts: ['*'] },
    reason: /“allowedHosts” has “\*”, which names no host/,
  },
  'the certificate is not there': {
    settings: { https: true, httpsCertificate: { cert: 'none.pem', key: 'none.key' } },
    reason: /certificate cannot be used: “https\.cert” names .*none\.pem, which is not there; make the file/,
  },
  'the example is none that ships': {
    settings: { webOptions: { project: 'example:none' } },
    reason: /names no example that ships/,
  },
  'the program is not there': {
    server: { program: path.join(os.tmpdir(), 'no-such-folder', 'server.js') },
    reason: /exit code 1: Error: Cannot find module '.*server\.js'/,
  },
  'the runtime is not there': { server: { runtime: '/no/such/node' }, reason: /ENOENT/ },
  'the program throws while it is loaded': {
    program: 'require("node:nothing");',
    reason: /exit code 1: Error.*: No such built-in module: node:nothing/,
  },
  'the process ends at once': {
    program: 'console.error("out of paper"); process.exit(7);',
    reason: /exit code 7: out of paper/,
  },
  'the folders cannot be looked for': {
    starter: { folders: { discovered: false, discover: broken('the disk is on fire'), expected: [] } },
    reason: /the disk is on fire/,
  },
  'what was chosen cannot be kept': { starter: { memento: forgetful }, reason: /no space left on the disk/ },
  'the control API cannot be called': {
    server: {
      connect: () => {
        throw new TypeError('no client today');
      },
    },
    reason: /no client today/,
  },
};

describe('a start of the dev session server that fails', () => {
  let folder: string;
  let server: DevServerController;
  let user: StartingUser;
  let surfaces: Surfaces;

  beforeEach(() => {
    folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'dev-server-')), 'MobileApps');
    fs.mkdirSync(folder);
  });

  const make = async (parts?: DevServerParts) => {
    server = devServer(parts);
    user = new StartingUser(server, folder);
    surfaces = await Surfaces.of(server);
  };

  afterEach(async () => {
    await user.leave();
    await server.stop();
    surfaces.dispose();
    server.dispose();
    fs.rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  for (const [what, failure] of Object.entries(FAILURES)) {
    it(`a start that fails says why in row, tooltips, status bar and message: ${what}`, async () => {
      const program = path.join(path.dirname(folder), 'server.js');
      if (failure.program !== undefined) fs.writeFileSync(program, failure.program);
      await make({ ...failure.server, ...(failure.program !== undefined && { program }) });
      for (const [key, value] of Object.entries(failure.settings ?? {})) await user.set(key, value);
      const told = user.answering('Error', '');
      assert.equal(await user.starter(failure.starter).start(), false);
      assert.equal(server.status, 'failed');
      surfaces.all(failure.reason);
      assert.equal(told.length, 1);
      assert.match(told.join(), failure.reason);
      assert.equal(server.address, undefined, 'nothing is left running');
    });
  }

  it('a start that fails because the port is taken says why', async () => {
    await make();
    const taken = await takenPort();
    user.later(taken.close);
    await user.set('port', taken.port);
    const told = user.answering('Error', '');
    assert.equal(await user.starter().start(), false);
    surfaces.all(new RegExp(`Port ${taken.port} is taken`));
    assert.match(told.join(), new RegExp(`Port ${taken.port} is taken`));
  });

  it('a start that fails says the reason of this time, not of the last, and none any more when it runs', async () => {
    await make();
    const told = user.answering('Error', '');
    const starter = user.starter();
    await user.set('web', 'on');
    await user.set('webOptions', { code: inFolder('one') });
    await starter.start();
    surfaces.all(/"one"/);
    await user.set('webOptions', { code: inFolder('two') });
    await starter.start();
    surfaces.all(/"two"/);
    await user.set('webOptions', { code: 3 });
    await starter.start();
    surfaces.all(/“sessionWorkbench\.server\.webOptions\.code” must be a text/);
    await user.set('webOptions', undefined);
    assert.equal(await starter.start(), true);
    surfaces.none(/must be a text/);
    assert.equal(told.length, 3);
  });

  it('a start that fails lets a server go on that runs on another folder', async () => {
    await make();
    const starter = user.starter();
    assert.equal(await starter.start(), true);
    const url = server.address?.url;
    const told = user.answering('Error', '');
    await user.set('web', 'on');
    await user.set('webOptions', { code: inFolder('nowhere') });
    assert.equal(await starter.start(path.dirname(folder)), false);
    assert.match(told.join(), /"nowhere"/);
    assert.deepEqual([server.status, server.address?.url], ['running', url]);
  });

  it('each place says that nothing can be kept for after a crash, while the server runs', async () => {
    await make();
    const { TMPDIR, TEMP } = process.env;
    const nowhere = path.join(os.tmpdir(), 'no-such-folder');
    Object.assign(process.env, { TMPDIR: nowhere, TEMP: nowhere });
    try {
      await server.start({ mobileApps: folder });
    } finally {
      for (const [name, value] of Object.entries({ TMPDIR, TEMP })) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
    surfaces.all(/Nothing is kept for after a crash: .*ENOENT.*a folder that is there/);
    await server.stop();
    await server.start({ mobileApps: folder });
    surfaces.none(/kept for after a crash/);
  });

  it('a server that was stopped while it started tells nothing', async () => {
    await make();
    const told = user.answering('Error', '');
    const started = user.starter().start();
    while (server.status !== 'starting') await new Promise<void>((resolve) => once(server, resolve));
    await server.stop();
    await started;
    assert.deepEqual([told, server.status], [[], 'stopped']);
  });
});

function once(server: DevServerController, heard: () => void): void {
  const subscription = server.onDidChangeStatus(() => {
    subscription.dispose();
    heard();
  });
}

/** Everywhere that the status of a server is drawn, with the words of each place. */
class Surfaces {
  private readonly bar: ServerStatusBar;
  private item: vscode.StatusBarItem | undefined;

  private constructor(
    server: DevServerController,
    private readonly journal: JournalShown,
    private readonly tree: ServerTree,
  ) {
    const { createStatusBarItem } = vscode.window;
    const create = (...given: Parameters<typeof createStatusBarItem>) => {
      this.item = createStatusBarItem(...given);
      return this.item;
    };
    Object.assign(vscode.window, { createStatusBarItem: create });
    this.bar = new ServerStatusBar(server);
    Object.assign(vscode.window, { createStatusBarItem });
  }

  static async of(server: DevServerController): Promise<Surfaces> {
    const journal = new JournalShown(server, new Memory());
    return new Surfaces(server, journal, await TestServerTree.open(server, journal));
  }

  all(reason: RegExp): void {
    for (const [place, text] of Object.entries(this.texts())) assert.match(text, reason, place);
  }

  none(reason: RegExp): void {
    for (const [place, text] of Object.entries(this.texts())) assert.doesNotMatch(text, reason, place);
  }

  dispose(): void {
    for (const each of [this.bar, this.tree, this.journal]) each.dispose();
  }

  private texts(): Record<string, string> {
    const [node] = this.tree.getChildren();
    assert.equal(node?.kind, 'server');
    const row = this.tree.getTreeItem(node);
    return {
      row: String(row.description),
      'tooltip of the row': String(row.tooltip),
      'what is said of the row': String(row.accessibilityInformation?.label),
      'tooltip of the status bar': String(this.item?.tooltip),
      'what is said of the status bar': String(this.item?.accessibilityInformation?.label),
    };
  }
}
