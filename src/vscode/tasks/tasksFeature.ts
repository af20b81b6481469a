import type { Host } from '../host/createHost';
import { TASK_TYPE } from './tasksContract';

/** Offers tasks that call the command line of this extension. Loaded after the start: nobody asks for tasks before that. */
export function registerTasks(host: Pick<Host, 'commands' | 'disposables' | 'extensionUri'>): void {
  void host.commands.attempt(TASK_TYPE, async () => (await import('./openTasks.js')).openTasks(host));
}
