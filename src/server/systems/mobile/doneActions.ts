import type { Trace } from '../../kernel/journal/trace';
import type { Kernel } from '../../kernel/system/kernel';
import { DONE, DONE_ACTIONS } from './mobileSpaces';
import { note } from './note';

/** More names are not kept. A module that takes any name for an action could fill the store. */
const MOST = 1000;

/** The names of the actions that have ended with success. Recorded answers can ask for them (`after`). */
export class DoneActions {
  constructor(private readonly store: Kernel['store']) {}

  async all(): Promise<readonly string[]> {
    return (await this.store.get(DONE_ACTIONS, DONE)) ?? [];
  }

  /** Remembers an action, and tells it where it is new. */
  async add(name: string, trace: Trace): Promise<void> {
    let isNew = false;
    await this.store.update(DONE_ACTIONS, DONE, (names = []) => {
      isNew = !names.includes(name) && names.length < MOST;
      return isNew ? [...names, name] : names;
    });
    if (!isNew) return;
    note(trace, 'mobile.action.remembered');
    trace.changed('mobileAction', name, 'created');
  }
}
