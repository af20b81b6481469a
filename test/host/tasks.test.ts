import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { TASK_TYPE } from '../../src/vscode/tasks/tasksContract';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { TestMobileApps, workspaceRoot } from './workspace';

describe('tasks in the window', () => {
  let apps: TestMobileApps;
  const project = 'tasks';
  const folder = () => path.join(workspaceRoot(), project);

  beforeEach(() => {
    apps = new TestMobileApps(project);
  });
  afterEach(() => {
    apps.remove();
    fs.rmSync(path.join(workspaceRoot(), '.vscode'), { recursive: true, force: true });
  });

  /** Runs one as the command Run Task does. */
  async function exitCode(task: vscode.Task): Promise<number | undefined> {
    const ended = new Promise<number | undefined>((resolve) => {
      const listening = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.name !== task.name) return;
        listening.dispose();
        resolve(exitCode);
      });
    });
    await vscode.tasks.executeTask(task);
    return ended;
  }

  /** A task of the user's own `tasks.json`, as VS Code completes it. */
  async function ownTask(definition: Record<string, unknown>): Promise<vscode.Task | undefined> {
    const task = { label: 'own', type: TASK_TYPE, ...definition };
    await vscode.workspace
      .getConfiguration('tasks', vscode.workspace.workspaceFolders?.[0]?.uri)
      .update('tasks', [task], vscode.ConfigurationTarget.WorkspaceFolder);
    const all = await vscode.tasks.fetchTasks();
    return all.find(({ name }) => name === 'own');
  }

  it('checking session files and running scenarios are offered for the folder of the workspace', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: TASK_TYPE });
    assert.deepEqual(
      tasks.map(({ definition, scope }) => [definition.command, (scope as vscode.WorkspaceFolder).uri.fsPath]),
      [
        ['check', workspaceRoot()],
        ['run', workspaceRoot()],
      ],
    );
  });

  for (const [what, text, expected] of [
    ['nothing is wrong', SEED_SESSION, 0],
    ['a session is at fault', SEED_SESSION.replace('accepted', 'acepted'), 1],
  ] as const) {
    it(`a task of tasks.json that checks a folder ends with ${expected} where ${what}`, async () => {
      apps.write(text);
      const task = await ownTask({ command: 'check', paths: [project] });
      assert.ok(task);
      assert.equal(await exitCode(task), expected);
    });
  }

  it('a task of tasks.json checks one session file, and no other', async () => {
    apps.write(SEED_SESSION.replace('accepted', 'acepted'), SEED_APPLICATION, '0'.repeat(40));
    const { fsPath } = apps.write();
    assert.equal(path.basename(fsPath), SEED_NAME);
    const task = await ownTask({ command: 'check', paths: [path.relative(workspaceRoot(), fsPath)] });
    assert.ok(task);
    assert.equal(await exitCode(task), 0);
  });

  it('a task of tasks.json runs the scenarios of a folder', async () => {
    fs.mkdirSync(folder(), { recursive: true });
    const steps = [{ title: 'An hour passes', clock: { advance: '1 h' } }];
    const text = JSON.stringify({ name: 'An hour', server: {}, actors: { app: { role: 'app' } }, steps });
    fs.writeFileSync(path.join(folder(), 'hour.scenario.json'), text);
    const task = await ownTask({ command: 'run', paths: [`${project}/hour.scenario.json`] });
    assert.ok(task);
    assert.equal(await exitCode(task), 0);
  });
});
