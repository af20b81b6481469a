import * as vscode from 'vscode';
import { CheckPool } from '../../disk/checkPool';
import type { Host } from '../host/createHost';
import { phraseIn } from '../host/phraseText';
import { schemaFromSettings } from './schemaSetting';

/**
 * Creates the threads that read and check session files with the configured schema. Their warnings are shown to the
 * user.
 */
export function createPool({ disposables, log }: Pick<Host, 'disposables' | 'log'>): CheckPool {
  const schemaFile = schemaFromSettings(log);
  const pool = disposables.add(new CheckPool(schemaFile === undefined ? {} : { schemaFile }));
  disposables.add(pool.onWarning((words) => void vscode.window.showWarningMessage(phraseIn(words))));
  return pool;
}
