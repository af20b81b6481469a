import process from 'node:process';
import * as vscode from 'vscode';
import { fileOf, type Host } from '../host/createHost';
import { offerTasks } from '../host/declared';
import { TaskMaker } from './taskMaker';
import { TASK_TYPE } from './tasksContract';

export function openTasks(host: Pick<Host, 'disposables' | 'extensionUri'>): void {
  const maker = new TaskMaker(fileOf(host, 'dist/cli.js'), process.execPath);
  const provider: vscode.TaskProvider = {
    provideTasks: () => maker.offered(vscode.workspace.workspaceFolders ?? []),
    resolveTask: (task) => maker.completed(task),
  };
  host.disposables.add(offerTasks(TASK_TYPE, provider));
}
