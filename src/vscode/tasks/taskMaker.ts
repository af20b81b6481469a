import * as vscode from 'vscode';
import { runtimeEnvironment } from '../../server/client/runtimeEnvironment';
import { l10n } from '../host/l10n';
import { TASK_TYPE, type TaskCommand } from './tasksContract';

/** What a task is to do, as `tasks.json` says it. */
interface WantedTask {
  readonly type: typeof TASK_TYPE;
  readonly command: TaskCommand;
  /** From the folder of the workspace; that folder itself unless given. */
  readonly paths?: readonly string[];
}

/** What the command line is called with, before the paths. */
const ARGUMENTS: Readonly<Record<TaskCommand, readonly string[]>> = {
  // A line for each finding, which a problem matcher reads.
  check: ['check', '--format', 'unix'],
  run: ['run'],
};

/** Makes tasks that call the command line which is installed with the extension. No other need be on the machine. */
export class TaskMaker {
  /**
   * @param program absolute path of dist/cli.js
   * @param runtime path of the editor's own runtime
   */
  constructor(
    private readonly program: string,
    private readonly runtime: string,
  ) {}

  /** One of each command for each folder of the workspace. */
  offered(folders: readonly vscode.WorkspaceFolder[]): vscode.Task[] {
    return folders.flatMap((folder) => [
      this.made({ type: TASK_TYPE, command: 'check' }, folder, l10n.t('Check session files'), vscode.TaskGroup.Build),
      this.made({ type: TASK_TYPE, command: 'run' }, folder, l10n.t('Run scenarios'), vscode.TaskGroup.Test),
    ]);
  }

  /** A task of `tasks.json`, with what it executes. Undefined where it does not say what it is to do. */
  completed({ definition, scope, name, group }: vscode.Task): vscode.Task | undefined {
    if (!isWanted(definition)) return undefined;
    const task = this.made(definition, folderOf(scope), name, group);
    // VS Code wants the definition itself back.
    task.definition = definition;
    return task;
  }

  private made(
    wanted: WantedTask,
    folder: vscode.WorkspaceFolder | undefined,
    name: string,
    group: vscode.TaskGroup | undefined,
  ): vscode.Task {
    const args = [this.program, ...ARGUMENTS[wanted.command], '--', ...(wanted.paths ?? ['.'])];
    const execution = new vscode.ProcessExecution(this.runtime, args, {
      env: runtimeEnvironment({}),
      ...(folder && { cwd: folder.uri.fsPath }),
    });
    // No matcher unless the user's own file names one: Problems shows what is wrong in the workspace already.
    const task = new vscode.Task(
      wanted,
      folder ?? vscode.TaskScope.Workspace,
      name,
      'Session Workbench',
      execution,
      [],
    );
    if (group) task.group = group;
    return task;
  }
}

/** Whatever a user wrote in `tasks.json` comes here. */
function isWanted(definition: vscode.TaskDefinition): definition is WantedTask {
  const { command, paths = [] } = definition;
  if (command !== 'check' && command !== 'run') return false;
  return Array.isArray(paths) && paths.every((each) => typeof each === 'string' && each !== '');
}

function folderOf(scope: vscode.Task['scope']): vscode.WorkspaceFolder | undefined {
  if (typeof scope === 'object') return scope;
  return vscode.workspace.workspaceFolders?.[0];
}
