import assert from 'node:assert/strict';
import type { JournalEntry } from '../../src/core/protocol/journal';
import { optionSetting } from '../../src/core/server/optionSetting';

/**
 * A reason in the journal names an option as a file of `serve --config` has it and as the settings of VS Code do, and has it as its
 * remedy, so that the command that changes a setting finds it.
 * @param value what the remedy sets; undefined if that is left to the reader
 */
export function assertNamesOption({ causes }: JournalEntry, option: string, value?: string | number | boolean): void {
  const cause = causes.find(({ remedy }) => remedy !== undefined);
  const told = JSON.stringify(causes);
  assert.deepEqual(cause?.remedy, { option, ...(value !== undefined && { value }) }, told);
  assert.ok(cause?.message.includes(`the option ${option}`), told);
  assert.ok(cause?.message.includes(`the setting sessionWorkbench.server.${optionSetting(option)[0]})`), told);
}
