import type { Kernel } from '../../kernel/system/kernel';
import { DONE, DONE_ACTIONS } from './mobileSpaces';

/** More names are not kept. A module that takes any name for an action could fill the store. */
const MOST = 1000;

/** The names of the actions that have ended with success. Recorded answers can ask for them (`after`). */
export class DoneActions {
  constructor(private readonly store: Kernel['store']) {}

  async all(): Promise<readonly string[]> {
    return (await this.store.get(DONE_ACTIONS, DONE)) ?? [];
  }

  async add(name: string): Promise<void> {
    await this.store.update(DONE_ACTIONS, DONE, (names = []) =>
      names.includes(name) || names.length >= MOST ? names : [...names, name],
    );
  }
}
