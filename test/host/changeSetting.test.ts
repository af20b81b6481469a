import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { JournalEntry } from '../../src/core/protocol/journal';
import { decidingCause } from '../../src/core/server/journalFilter';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { SERVER_COMMANDS } from '../../src/vscode/server/serverContract';
import { request } from './servers';
import { TestWindow } from './testWindow';
import { runningServer, USERS } from './tokensClient';

const MEGABYTE = 1_000_000;

/** What a caller sends that an option refuses, and what the settings hold after the refusal was followed. */
const REFUSED: readonly {
  readonly what: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly send: (url: string) => ReturnType<typeof request>;
  readonly rule: string;
  readonly wanted: readonly [setting: string, value: unknown];
}[] = [
  {
    what: 'a name that the server does not have',
    settings: { webOptions: { project: 'example:otp' } },
    send: (url) => request(`${url}/`, 'GET', { host: 'app.example.test' }),
    rule: 'server.host-unknown',
    wanted: ['allowedHosts', ['app.example.test']],
  },
  {
    what: 'a body that is too large',
    settings: { tokensOptions: { users: USERS }, bodyMb: 1 },
    send: (url) => {
      const body = ' '.repeat(2.5 * MEGABYTE);
      return request(`${url}/api/login`, 'POST', { 'content-type': 'application/json' }, body);
    },
    rule: 'server.body-too-large',
    wanted: ['bodyMb', 3],
  },
  {
    what: 'a page on another port, with the other members of the setting kept',
    settings: { webOptions: { project: 'example:otp', cookie: { sameSite: 'Strict' } } },
    send: (url) => {
      const headers = { origin: 'http://localhost:3000', 'content-type': 'application/json' };
      return request(`${url}/rest/$singleton/Shop/hello`, 'POST', headers, '[]');
    },
    rule: 'server.origin-foreign',
    wanted: [
      'webOptions',
      { project: 'example:otp', cookie: { sameSite: 'Strict' }, cors: [{ host: 'localhost:3000' }] },
    ],
  },
];

describe('the command that changes the setting which decided', () => {
  const window = new TestWindow();
  const run = ({ id }: { readonly id: string }, ...args: unknown[]) => vscode.commands.executeCommand(id, ...args);
  const written = (name: string) => vscode.workspace.getConfiguration('sessionWorkbench.server').get(name);

  /** Starts the server with these settings. @returns what it wrote about the request */
  const refused = async ({ settings, send, rule }: (typeof REFUSED)[number]): Promise<JournalEntry> => {
    for (const [name, value] of Object.entries(settings)) await window.setting(name, value);
    await run(SERVER_COMMANDS.serverStart);
    window.after(() => run(SERVER_COMMANDS.serverStop));
    const address = await runningServer();
    await send(address.url);
    const { journal } = await new HttpControlClient(address).state();
    const entry = journal.find((each) => decidingCause(each)?.rule === rule);
    assert.ok(entry, journal.flatMap(({ causes }) => causes.map((each) => each.rule)).join());
    return entry;
  };

  for (const each of REFUSED) {
    const [setting, value] = each.wanted;

    it(`the refusal of ${each.what} is followed by a choice that sets ${setting}`, async () => {
      const { id } = await refused(each);
      window.after(() =>
        vscode.workspace
          .getConfiguration('sessionWorkbench.server')
          .update(setting, undefined, vscode.ConfigurationTarget.Workspace),
      );
      window.answering('showInformationMessage', () => undefined);
      const asked = window.answering('showQuickPick', (items: readonly vscode.QuickPickItem[]) => items[0]);
      await run(SERVER_COMMANDS.journalChangeSetting, { kind: 'entry', id });
      assert.equal(asked.length, 1);
      assert.deepEqual(written(setting), value);
    });
  }

  it('a reason that no setting decided is answered with what to select', async () => {
    const [first] = REFUSED;
    assert.ok(first);
    const { id } = await refused(first);
    const told = window.told();
    await run(SERVER_COMMANDS.journalChangeSetting, { kind: 'cause', entry: id, index: 7 });
    assert.deepEqual(told, [['Select a reason in the journal that a setting decided.']]);
  });
});
