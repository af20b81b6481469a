import * as vscode from 'vscode';
import { CheckPool } from '../../disk/checkPool';
import type { Host } from '../host/host';
import { phraseIn } from '../host/phraseText';
import { schemaFromSettings } from './schemaSetting';

/** Makes the threads that read and check session files, with the schema that is set. What they warn of is shown. */
export function createPool({ disposables, log }: Pick<Host, 'disposables' | 'log'>): CheckPool {
  const schemaFile = schemaFromSettings(log);
  const pool = disposables.add(new CheckPool(schemaFile === undefined ? {} : { schemaFile }));
  disposables.add(pool.onWarning((words) => void vscode.window.showWarningMessage(phraseIn(words))));
  return pool;
}
