import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { optionsFor, serverSettings } from '../../src/vscode/server/serverSettings';
import { ServerStarter } from '../../src/vscode/server/serverStarter';
import { SYSTEM_VIEWS } from '../../src/vscode/systems';
import { Memory } from './memory';
import { ownLog } from './ownLog';
import { devServer, untilState } from './servers';
import { TestWindow } from './testWindow';
import { next, workspaceRoot } from './workspace';

describe('custom settings of Mendix in a scenario', () => {
  const window = new TestWindow();
  const SCENARIO = {
    $schema: './scenario.schema.json',
    name: 'Custom settings',
    server: { mendix: { settings: { SessionTimout: 1000, 'com.mendix.webui.HybridAppLoginTimeOut': 60 } } },
    actors: { App: { role: 'app' } },
    steps: [],
  };

  it('custom settings of Mendix are completed by their own names, a hover tells the unit, and a misspelt one is a finding at its name', async () => {
    const uri = vscode.Uri.file(path.join(workspaceRoot(), 'custom-settings.scenario.json'));
    fs.writeFileSync(uri.fsPath, JSON.stringify(SCENARIO, undefined, 2));
    window.after(() => fs.rmSync(uri.fsPath, { force: true }));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    window.after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
    const finding = () =>
      vscode.languages.getDiagnostics(uri).find(({ message }) => message.includes('"SessionTimout"'));
    while (!finding()) await next(vscode.languages.onDidChangeDiagnostics);
    assert.match(
      String(finding()?.message),
      /not allowed here; is "SessionTimeout" meant\? Allowed: "SessionTimeout", /,
    );
    assert.equal(document.getText(finding()?.range), '"SessionTimout"');

    const at = (text: string) => document.positionAt(document.getText().indexOf(text) + 3);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      at('"com.mendix.webui'),
    );
    const told = hovers.flatMap(({ contents }) =>
      contents.map((each) => (typeof each === 'string' ? each : each.value)),
    );
    assert.match(told.join('\n'), /in minutes: 525600 is a year/);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      at('"SessionTimout"'),
    );
    const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    for (const name of ['SessionTimeout', 'ClusterManagerActionInterval', 'com.mendix.core.SessionIdCookieName']) {
      assert.ok(labels.includes(name), labels.join());
    }
  });
});

describe('the setting of the Mendix runtime', () => {
  const window = new TestWindow();
  const options = () => optionsFor(undefined, serverSettings(SYSTEM_VIEWS), SYSTEM_VIEWS).mendix;

  it('the Mendix runtime is off unless a setting turns it on, by itself or as there are options', async () => {
    assert.equal(options(), undefined);
    await window.setting('mendix', 'on');
    assert.deepEqual(options(), {});
    await window.setting('mendix', 'automatic');
    assert.equal(options(), undefined);
    const given = { runtimeVersion: '11.3.0', settings: { SessionTimeout: 'PT5M' }, switches: { gap: 'revive' } };
    await window.setting('mendixOptions', given);
    assert.deepEqual(options(), given);
    await window.setting('mendix', 'off');
    assert.equal(options(), undefined);
  });

  it('a custom setting that is misspelt is refused with the name that is meant', async () => {
    await window.setting('mendixOptions', { settings: { SessionTimout: 1000 } });
    assert.throws(
      options,
      /“sessionWorkbench\.server\.mendixOptions\.settings” must not have “SessionTimout”; “SessionTimeout” may be meant/,
    );
    await window.setting('mendixOptions', { settings: { SessionTimeout: 'ten minutes' } });
    assert.throws(
      options,
      /SessionTimeout” must be a whole number .* or a text such as “PT10M”, “10 minutes” or “1\.5 h”/,
    );
  });

  const starting = (name: string) => {
    const server = devServer();
    const index = new SessionIndex();
    const log = ownLog(name);
    window.after(async () => {
      await server.stop();
      for (const each of [server, index, log]) each.dispose();
    });
    const folders = { discovered: true, discover: async () => {}, expected: [] };
    const starter = new ServerStarter(server, folders, index, SYSTEM_VIEWS, new Memory(), log, () => true);
    return { server, starter };
  };

  it('a server is started for the Mendix runtime alone, without a MobileApps folder', async () => {
    await window.setting('mendix', 'on');
    const { server, starter } = starting('mendix only');
    assert.equal(await starter.start(), true);
    const state = await untilState(server, ({ systems }) => systems.mendix !== undefined);
    assert.deepEqual([state.systems.mobile, state.systems.mendix?.sessions], [undefined, []]);
  });

  it('a server for the Mendix runtime alone starts by itself, when the settings say so', async () => {
    await window.setting('mendix', 'on');
    await window.setting('autoStart', true);
    const { server, starter } = starting('mendix by itself');
    await starter.autoStart();
    await untilState(server, ({ systems }) => systems.mendix !== undefined);
  });

  it('a start of a server without a MobileApps folder tells of the setting that needs none', async () => {
    await window.setting('web', 'off');
    const messages = window.told();
    const { server, starter } = starting('nothing to serve');
    assert.equal(await starter.start(), false);
    assert.match(String(messages[0]?.[0]), /sessionWorkbench\.server\.mendix/);
    assert.ok(messages[0]?.includes('Open Settings'));
    assert.equal(server.status, 'stopped');
  });
});
