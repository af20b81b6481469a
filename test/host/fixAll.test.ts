import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { SessionIndex, type SessionKey } from '../../src/core/index/sessionIndex';
import { CheckPool } from '../../src/disk/checkPool';
import { FolderMonitor } from '../../src/disk/folderMonitor';
import { SessionStore } from '../../src/disk/sessionStore';
import { CHANGES_KEYS } from '../../src/vscode/changes/changesContract';
import { ChangeTurns } from '../../src/vscode/changes/changeTurns';
import { SessionChanges } from '../../src/vscode/changes/sessionChanges';
import type { CommandRegistry } from '../../src/vscode/host/commandRegistry';
import { ContextKeySetter } from '../../src/vscode/host/contextKeys';
import { normalPath } from '../../src/vscode/host/pathSetting';
import { NotYetPushed } from '../../src/vscode/mobileApps/notYetPushed';
import { SessionDocuments } from '../../src/vscode/mobileApps/sessionDocuments';
import { FINDING_COMMANDS } from '../../src/vscode/problems/findingContract';
import { FixAll } from '../../src/vscode/problems/fixAll';
import { FixPreview } from '../../src/vscode/problems/fixPreview';
import { SessionFixes } from '../../src/vscode/problems/sessionFixes';
import type { SessionTargets } from '../../src/vscode/sessions/targets';
import type { TreeNode } from '../../src/vscode/sessions/treeNode';
import { sessionOf } from '../disk/sessions';
import { Memory } from './memory';
import { closeEditors, next, replace, TestMobileApps } from './workspace';

const APPLICATION = 'TEAM000001.com.example.app';
const ELSEWHERE = '0'.repeat(40);

/** What the user is asked or told: text, detail and buttons. */
interface Message {
  text: string;
  detail: string;
  buttons: string[];
}

describe('Fix All', () => {
  let apps: TestMobileApps;
  let folders = 0;
  let index: SessionIndex;
  let pool: CheckPool;
  let pending: NotYetPushed;
  let backups: string;
  let monitor: FolderMonitor;
  let targets: SessionTargets;
  let rows: TreeNode[];
  let fixAll: (...args: unknown[]) => Promise<unknown>;
  let undoLast: () => Promise<unknown>;
  /** Everything anew, but for what VS Code keeps. */
  let reload: () => void;
  /** Whether the palette has *Undo Change of Sessions*. */
  let canUndo: unknown;
  /** What goes on with the message, when the command is done. */
  let after: Promise<unknown> | undefined;
  let keys: SessionKey[];
  /** Pressed in the order in which messages come; none when there are no more. */
  let answers: (string | (() => string | undefined | Promise<string>))[];
  let messages: Message[];
  const cleanUp: (() => unknown)[] = [];
  const own = <T extends { dispose(): unknown }>(each: T): T => {
    cleanUp.unshift(() => each.dispose());
    return each;
  };

  const [MISSPELT, BOM, PERSON, MOVED] = ['misspelt', 'bom', 'person', 'moved'].map((id) => sessionOf(id)) as [
    S,
    S,
    S,
    S,
  ];
  type S = ReturnType<typeof sessionOf>;
  const misspelt = (text: string) => text.replace('"accepted"', '"Accepted"');
  const FILES: Record<string, string> = {
    [MISSPELT.name]: misspelt(MISSPELT.text),
    [BOM.name]: `\ufeff${BOM.text}`,
    [PERSON.name]: PERSON.text.replace('"accepted"', '"blocked"'),
    [ELSEWHERE]: misspelt(MOVED.text),
  };
  const FIXED: Record<string, string> = {
    [MISSPELT.name]: MISSPELT.text,
    [BOM.name]: BOM.text,
    [PERSON.name]: FILES[PERSON.name] as string,
    [MOVED.name]: MOVED.text,
  };

  beforeEach(async () => {
    apps = new TestMobileApps(`fix-all-${folders++}`);
    for (const [name, text] of Object.entries(FILES)) apps.write(text, APPLICATION, name);
    const folder = normalPath(apps.folder);
    backups = fs.mkdtempSync(path.join(os.tmpdir(), 'backups-'));
    cleanUp.push(() => fs.rmSync(backups, { recursive: true, force: true }));
    index = own(new SessionIndex());
    pool = own(new CheckPool());
    index.apply({ kind: 'folderState', folder, state: { kind: 'scanning' } });
    monitor = own(new FolderMonitor(folder, pool, index, { onError: (message) => assert.fail(message) }));
    await monitor.rescan();
    const documents = new SessionDocuments(index);
    pending = own(new NotYetPushed(new Memory(), documents));
    keys = Object.keys(FILES).map((name) => ({ folder, application: APPLICATION, name }));
    const all = () => keys;
    rows = [];
    targets = { all, rowsMeant: () => rows, sessionsOf: () => keys } as unknown as SessionTargets;
    const preview = own(new FixPreview(new ContextKeySetter()));
    const contextKeys = new ContextKeySetter();
    contextKeys.set = (key, value) => {
      if (key.id === CHANGES_KEYS.canUndo.id) canUndo = value;
    };
    const fixes = new SessionFixes(pool, index, new SessionStore(), pending, backups);
    const registry = {
      register: ({ id }: { readonly id: string }, command: (...args: unknown[]) => Promise<unknown>) => {
        if (id === FINDING_COMMANDS.findingFixAll.id) fixAll = command;
      },
      goOn: (_: unknown, told: () => Promise<unknown>) => {
        after = told();
      },
    } as unknown as CommandRegistry;
    const memory = new Memory();
    const turns = new ChangeTurns(new SessionStore(), pending, backups);
    reload = () => {
      const log = new SessionChanges({
        index,
        pending,
        turns,
        contextKeys,
        memory,
        backupRoot: backups,
        now: () => Date.now(),
      });
      undoLast = () => log.undo();
      new FixAll(index, fixes, preview, log).register(registry, targets);
    };
    reload();
    messages = [];
    answers = [];
    after = undefined;
    for (const kind of ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const) {
      const before = vscode.window[kind];
      Object.assign(vscode.window, { [kind]: answer });
      cleanUp.unshift(() => Object.assign(vscode.window, { [kind]: before }));
    }
  });

  afterEach(async () => {
    await closeEditors();
    for (const each of cleanUp.splice(0)) await each();
    apps.remove();
  });

  async function answer(text: string, ...rest: (string | vscode.MessageOptions)[]): Promise<string | undefined> {
    const options = rest.find((each) => typeof each === 'object');
    const buttons = rest.filter((each) => typeof each === 'string');
    messages.push({ text, detail: options?.detail ?? '', buttons });
    const wanted = answers.shift();
    const pressed = typeof wanted === 'function' ? await wanted() : wanted;
    assert.ok(pressed === undefined || buttons.includes(pressed), `${pressed} is none of ${buttons}`);
    return pressed;
  }

  const fileOf = (name: string) => path.join(apps.folder, APPLICATION, name);
  const files = () =>
    Object.fromEntries(
      fs.readdirSync(path.join(apps.folder, APPLICATION)).map((name) => [name, fs.readFileSync(fileOf(name), 'utf8')]),
    );
  const sorted = (record: Record<string, string>) => Object.fromEntries(Object.entries(record).sort());
  const run = async (...args: unknown[]) => {
    await fixAll(undefined, undefined, ...args);
    await after;
  };
  const marks = () => pending.keys().map(({ name }) => [name, pending.of({ ...keys[0], name } as SessionKey)]);
  const open = async (name: string) => {
    const document = await vscode.workspace.openTextDocument(fileOf(name));
    await vscode.window.showTextDocument(document, { preview: false });
    return document;
  };

  it('Fix All asks first what is to be done with many, and does nothing on Cancel', async () => {
    await run();
    assert.deepEqual(messages, [
      {
        text: 'Fix 3 session files (4 repairs)?',
        detail: [
          '1 file is renamed to what its content says',
          '"status" is corrected in 2 files',
          '1 byte order mark is removed',
          '',
          '1 will still be at fault: it needs a person.',
          'A backup is made first, and “Undo Change of Sessions” takes all back.',
        ].join('\n'),
        buttons: ['Fix 3 Files', 'Show Changes'],
      },
    ]);
    assert.deepEqual(sorted(files()), sorted(FILES));
    assert.deepEqual(fs.readdirSync(backups), []);
  });

  it('Fix All says in a few lines what would be done with any number of files, and where files go in any case', async () => {
    const damages: ((text: string) => string)[] = [
      (text) => text.replace('"accepted"', '"acepted"'),
      ...['name', 'version', 'description', 'ip', 'email'].map(
        (property) => (text: string) => text.replace(new RegExp(`"${property}": "[^"]*",?`), ''),
      ),
      ...['code', 'region'].map(
        (property) => (text: string) => text.replace(`"${property}": "`, `"was${property}": "`),
      ),
      (text) => text.replace(/"token": "[^"]*"/, '"token": "none"'),
      (text) => `\ufeff${text}`,
    ];
    const written = damages.flatMap((damage, at) =>
      Array.from({ length: 12 - at }, (_, each) => {
        const { name, text } = sessionOf(`${at}-${each}`);
        return { name, text: damage(text).replace(/,(\s*})/g, '$1') };
      }),
    );
    const misnamed = sessionOf('misnamed');
    for (const { name, text } of [...written, { name: 'f'.repeat(40), text: misnamed.text }]) {
      apps.write(text, APPLICATION, name);
      keys.push({ ...keys[0], name } as SessionKey);
    }
    const folder = 'OTHERTEAM.com.example.other';
    const astray = sessionOf('astray');
    apps.write(astray.text, folder, astray.name);
    keys.push({ ...keys[0], application: folder, name: astray.name } as SessionKey);
    await monitor.rescan();
    await run();
    const lines = messages[0]?.detail.split('\n\n')[0]?.split('\n') ?? [];
    assert.equal(lines.length, 6, lines.join('\n'));
    assert.equal(lines[0], '2 files are renamed to what their content says');
    assert.equal(lines[1], '1 file moves to the folder that its content says');
    assert.equal(lines[2], '"status" is corrected in 14 files');
    assert.match(lines[3] ?? '', /^".*" is added to \d+ files$/);
    assert.match(lines[5] ?? '', /^\d+ other repairs$/);
    assert.doesNotMatch(lines.join(), /[0-9a-f]{40}|iPhone/);
  });

  it('Fix All has taken away what says that it looks, before it asks', async () => {
    for (let at = 0; at < 30; at++) {
      const { name, text } = sessionOf(`slow-${at}`);
      apps.write(misspelt(text), APPLICATION, name);
      keys.push({ ...keys[0], name } as SessionKey);
    }
    await monitor.rescan();
    const { withProgress } = vscode.window;
    const shown = new Promise<number>((resolve) => {
      vscode.window.withProgress = (options, task) => {
        if (options.location === vscode.ProgressLocation.Notification) resolve(Date.now());
        return withProgress(options, task);
      };
    });
    cleanUp.unshift(() => Object.assign(vscode.window, { withProgress }));
    const call = pool.call.bind(pool);
    pool.call = async (...args) => {
      await shown;
      return call(...args);
    };
    let asked = 0;
    answers = [
      () => {
        asked = Date.now();
        return undefined;
      },
    ];
    await run();
    // VS Code keeps such a notification for 800 ms, even when it is done.
    assert.ok(asked - (await shown) >= 800, `asked ${asked - (await shown)} ms after it was shown`);
  });

  it('Fix All fixes many, says how many are left and where the backup is, and takes all back with Undo', async () => {
    pending.edited(keys[0] as SessionKey, '{}', FILES[MISSPELT.name] as string);
    answers = ['Fix 3 Files', 'Undo'];
    await run();
    const [, done, undone] = messages;
    assert.match(
      done?.text ?? '',
      /^3 session files were fixed\. 1 is still at fault: it needs a person\. Backup: .*backups-/,
    );
    assert.deepEqual(done?.buttons, ['Undo', 'Show in Problems']);
    assert.equal(undone?.text, 'Undone: Fix: 3 sessions.');
    assert.equal(messages.length, 3);
    assert.deepEqual(sorted(files()), sorted(FILES));
    assert.deepEqual(marks(), [[MISSPELT.name, 'changed']]);
  });

  it('Fix All tells the number of files at fault that the tree has', async () => {
    answers = ['Fix 3 Files'];
    await run();
    assert.deepEqual(sorted(files()), sorted(FIXED));
    await monitor.rescan();
    assert.equal(index.counts().conditions.atFault, 1);
    assert.deepEqual(
      sorted(Object.fromEntries(marks())),
      sorted({ [MISSPELT.name]: 'changed', [BOM.name]: 'changed', [ELSEWHERE]: 'deleted', [MOVED.name]: 'changed' }),
    );
  });

  it('Fix All of a MobileApps folder takes its misplaced sessions along, and takes them back', async () => {
    const stray = sessionOf('stray');
    const file = path.join(apps.folder, `${stray.name}.json`);
    fs.writeFileSync(file, stray.text);
    await monitor.rescan();
    rows = [{ kind: 'folder', folder: normalPath(apps.folder) }];
    answers = ['Fix 4 Files', 'Undo'];
    await run();
    assert.ok(messages[0]?.detail.includes('1 misplaced session moves to where its content says'), messages[0]?.detail);
    assert.ok(fs.existsSync(file), 'it is back');
    assert.ok(!fs.existsSync(fileOf(stray.name)));
  });

  it('Fix All fixes one session without a question, after a backup, and takes it back', async () => {
    keys = keys.slice(0, 1);
    answers = [
      () => {
        assert.equal(files()[MISSPELT.name], MISSPELT.text);
        return 'Undo';
      },
    ];
    await run();
    assert.match(messages[0]?.text ?? '', /^1 session file was fixed\. Backup: /);
    assert.deepEqual(
      messages.map(({ buttons }) => buttons),
      [['Undo'], []],
    );
    assert.deepEqual(sorted(files()), sorted(FILES));
  });

  it('Fix All changes in their editors what is open, and saves only what was saved', async () => {
    const clean = await open(ELSEWHERE);
    const dirty = await open(MISSPELT.name);
    await replace(dirty, '"Accepted"', '"ACCEPTED"');
    answers = ['Fix 3 Files'];
    await run();
    assert.equal(dirty.getText(), MISSPELT.text);
    assert.ok(dirty.isDirty);
    assert.equal(files()[MISSPELT.name], FILES[MISSPELT.name]);
    assert.equal(files()[MOVED.name], MOVED.text);
    assert.ok(!fs.existsSync(clean.uri.fsPath));
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).map(({ label }) => label);
    assert.ok(tabs.includes(MOVED.name), tabs.join());
    await vscode.commands.executeCommand('undo');
    assert.equal(dirty.getText(), MISSPELT.text.replace('"accepted"', '"ACCEPTED"'));
  });

  it('Fix All takes back in their editors what is open', async () => {
    const dirty = await open(MISSPELT.name);
    await replace(dirty, '"Accepted"', '"ACCEPTED"');
    const bom = await open(BOM.name);
    await open(ELSEWHERE);
    answers = ['Fix 3 Files', 'Undo'];
    await run();
    assert.equal(messages[2]?.text, 'Undone: Fix: 3 sessions.');
    assert.equal(dirty.getText(), misspelt(MISSPELT.text).replace('"Accepted"', '"ACCEPTED"'));
    assert.ok(dirty.isDirty);
    assert.ok(!bom.isDirty);
    assert.deepEqual(sorted(files()), sorted(FILES));
  });

  it('Fix All leaves what changes while the question is asked, says which, and fixes the others', async () => {
    const newer = misspelt(MISSPELT.text).replace('"email": ""', '"email": "new@example.com"');
    answers = [
      () => {
        fs.writeFileSync(fileOf(MISSPELT.name), newer);
        return 'Fix 3 Files';
      },
    ];
    await run();
    assert.match(
      messages[1]?.text ?? '',
      new RegExp(
        `^2 session files were fixed\\. 2 are still at fault\\. 1 could not be changed\\. The first: .*${MISSPELT.name} was changed`,
      ),
    );
    assert.deepEqual(sorted(files()), sorted({ ...FIXED, [MISSPELT.name]: newer }));
  });

  it('Fix All never takes back over what was changed since', async () => {
    const newer = MISSPELT.text.replace('"email": ""', '"email": "new@example.com"');
    answers = [
      'Fix 3 Files',
      () => {
        fs.writeFileSync(fileOf(MISSPELT.name), newer);
        return 'Undo';
      },
    ];
    await run();
    assert.equal(
      messages[2]?.text,
      `Undone: Fix: 3 sessions. Left as they are, because they were changed since: ${APPLICATION}/${MISSPELT.name}`,
    );
    assert.deepEqual(sorted(files()), sorted({ ...FILES, [MISSPELT.name]: newer }));
  });

  describe('Undo after Fix All', () => {
    const fixOnly = async (name: string) => {
      keys = [{ ...keys[0], name } as SessionKey];
      await run();
    };

    it('Undo after Fix All takes back the last fix, then the one before, and is there as long as there is one', async () => {
      assert.equal(canUndo, false);
      await fixOnly(MISSPELT.name);
      await fixOnly(BOM.name);
      assert.equal(canUndo, true);
      await undoLast();
      assert.deepEqual(sorted(files()), sorted({ ...FILES, [MISSPELT.name]: MISSPELT.text }));
      assert.equal(canUndo, true);
      await undoLast();
      assert.deepEqual(sorted(files()), sorted(FILES));
      assert.equal(canUndo, false);
      await undoLast();
      assert.deepEqual(
        messages.slice(2).map(({ text }) => text),
        ['Undone: Fix: guest (iPhone X).', 'Undone: Fix: guest (iPhone X).', 'There is nothing to undo.'],
      );
    });

    it('Undo after Fix All takes back what was fixed before the window was loaded anew, with its places and without its marks', async () => {
      answers = ['Fix 3 Files'];
      await run();
      await monitor.rescan();
      reload();
      assert.equal(canUndo, true);
      await undoLast();
      assert.deepEqual(sorted(files()), sorted(FILES));
      await monitor.rescan();
      assert.deepEqual([canUndo, pending.size], [false, 0]);
      reload();
      assert.equal(canUndo, false);
    });

    it('Undo after Fix All says that a backup is gone, and goes on with the fix before it', async () => {
      await fixOnly(MISSPELT.name);
      await fixOnly(BOM.name);
      const [home] = fs.readdirSync(backups);
      const last = fs
        .readdirSync(path.join(backups, home as string))
        .sort()
        .at(-1);
      fs.rmSync(path.join(backups, home as string, last as string), { recursive: true });
      reload();
      await undoLast();
      assert.equal(
        messages.at(-1)?.text,
        'Nothing is changed: Fix: guest (iPhone X). The backups that had copies of this are gone.',
      );
      assert.equal(files()[MISSPELT.name], FIXED[MISSPELT.name]);
      await undoLast();
      assert.deepEqual([files()[MISSPELT.name], canUndo], [FILES[MISSPELT.name], false]);
    });

    it('Undo after Fix All takes back two when it is asked for twice at once', async () => {
      await fixOnly(MISSPELT.name);
      await fixOnly(BOM.name);
      await Promise.all([undoLast(), undoLast()]);
      assert.deepEqual(sorted(files()), sorted(FILES));
      assert.equal(canUndo, false);
    });

    it('Undo after Fix All takes back many with their places, and never over what was changed since', async () => {
      const newer = MISSPELT.text.replace('"email": ""', '"email": "new@example.com"');
      answers = ['Fix 3 Files'];
      await run();
      fs.writeFileSync(fileOf(MISSPELT.name), newer);
      await undoLast();
      assert.match(messages[2]?.text ?? '', new RegExp(`changed since: ${APPLICATION}/${MISSPELT.name}$`));
      assert.deepEqual(sorted(files()), sorted({ ...FILES, [MISSPELT.name]: newer }));
    });

    it('Undo after Fix All has nothing to take back after the button of the message, nor the button after it', async () => {
      keys = keys.slice(0, 1);
      answers = ['Undo'];
      await run();
      assert.equal(canUndo, false);
      let whenSeen = () => {};
      const seen = new Promise<void>((resolve) => {
        whenSeen = resolve;
      });
      let press = (_button: string) => {};
      const pressed = new Promise<string>((resolve) => {
        press = resolve;
      });
      answers = [
        () => {
          whenSeen();
          return pressed;
        },
      ];
      await monitor.rescan();
      const ran = run();
      await seen;
      await undoLast();
      press('Undo');
      await ran;
      assert.equal(messages.at(-1)?.text, 'There is nothing to undo.');
      assert.deepEqual(sorted(files()), sorted(FILES));
    });
  });

  it('Fix All repairs only what is asked for', async () => {
    answers = ['Fix 1 File'];
    await run(['hint/bom']);
    assert.deepEqual(sorted(files()), sorted({ ...FILES, [BOM.name]: BOM.text }));
    assert.match(messages[1]?.text ?? '', /^1 session file was fixed\. 3 are still at fault: they need a person\./);
  });

  for (const only of [undefined, ['hint/bom'], ['hint/bom', 'hint/misplaced']]) {
    it(`Fix All leaves a file alone whose only hint is off, asked for ${only?.join(' and ') ?? 'all'}`, async () => {
      index.judge({ 'hint/bom': 'off' });
      keys = keys.filter(({ name }) => name === BOM.name);
      await run(...(only ? [only] : []));
      assert.deepEqual(files(), FILES);
      assert.deepEqual(
        messages.map(({ text }) => text),
        ['Nothing is at fault here.'],
      );
    });
  }

  it('Fix All leaves a hint that is off in a file that has an error too', async () => {
    const both = `\ufeff${misspelt(BOM.text)}`;
    apps.write(both, APPLICATION, BOM.name);
    await monitor.rescan();
    index.judge({ 'hint/bom': 'off' });
    keys = keys.filter(({ name }) => name === BOM.name);
    await run();
    assert.deepEqual(files()[BOM.name], `\ufeff${BOM.text}`);
  });

  for (const [what, which, wanted] of [
    ['is at fault', [], 'Nothing is at fault here.'],
    [
      'can be fixed by itself',
      [PERSON.name],
      'Nothing here can be fixed by itself: 1 session file is at fault and needs a person.',
    ],
  ] as const) {
    it(`Fix All says once that nothing ${what}`, async () => {
      keys = keys.filter(({ name }) => (which as readonly string[]).includes(name));
      const sound = sessionOf('sound');
      apps.write(sound.text, APPLICATION, sound.name);
      await monitor.rescan();
      keys.push({ folder: normalPath(apps.folder), application: APPLICATION, name: sound.name });
      await run();
      assert.deepEqual(
        messages.map(({ text }) => text),
        [wanted],
      );
    });
  }

  it('Fix All says nothing of its own where nothing is selected', async () => {
    keys = [];
    await run();
    assert.deepEqual(messages, []);
  });

  describe('Show Changes', () => {
    const tab = () =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label.startsWith('Fix All: Changes'));
    const untilTab = async (there: boolean) => {
      while ((tab() !== undefined) !== there) await next(vscode.window.tabGroups.onDidChangeTabs);
    };

    it('Show Changes shows each change, and makes them when the user says so', async () => {
      let shown: vscode.Tab | undefined;
      answers = [
        'Show Changes',
        () => {
          shown = tab();
          assert.deepEqual(sorted(files()), sorted(FILES));
          return 'Fix 3 Files';
        },
      ];
      await run();
      assert.ok(shown);
      await untilTab(false);
      assert.match(messages[1]?.text ?? '', /^Nothing is changed yet/);
      assert.deepEqual(sorted(files()), sorted(FIXED));
    });

    it('Show Changes changes nothing when its tab is closed', async () => {
      answers = ['Show Changes'];
      const ran = run();
      await untilTab(true);
      await vscode.window.tabGroups.close(tab() as vscode.Tab);
      await ran;
      assert.deepEqual(sorted(files()), sorted(FILES));
      assert.equal(messages.length, 2);
    });
  });
});
