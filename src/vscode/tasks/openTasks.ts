import process from 'node:process';
import * as vscode from 'vscode';
import { fileOf, type Host } from '../host/createHost';
import { offerTasks } from '../host/declared';
import { Later } from '../host/later';
import { TASK_TYPE } from './tasksContract';

export function openTasks(host: Pick<Host, 'disposables' | 'extensionUri'>): void {
  const maker = new Later(async () => {
    const { TaskMaker } = await import('./taskMaker.js');
    return new TaskMaker(fileOf(host, 'dist/cli.js'), process.execPath);
  });
  const provider: vscode.TaskProvider = {
    provideTasks: async () => (await maker.get()).offered(vscode.workspace.workspaceFolders ?? []),
    resolveTask: async (task) => (await maker.get()).completed(task),
  };
  host.disposables.add(offerTasks(TASK_TYPE, provider));
}
