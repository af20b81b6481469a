import type * as vscode from 'vscode';
import { messageProblem } from '../../core/flows/messageProblem';
import { messageWords } from '../../core/flows/messageWords';
import { errorText } from './errorText';

/** A page of ours in an editor tab, and what does what it asks for. */
export interface HeardPage<M> {
  /** What the log calls it, such as "flow simulator". */
  readonly inLog: string;
  readonly log: Pick<vscode.LogOutputChannel, 'warn' | 'error'>;
  /** The compiled schema of the messages from this page. */
  readonly validate: Parameters<typeof messageProblem>[0];
  readonly obey: (message: M) => Promise<void>;
  /** Shows a sentence on the page. */
  readonly tell: (text: string) => void;
  /** What the page shows when its message is not taken. Nothing without it. */
  readonly notTaken?: string;
}

/** Takes a message of a page. One that is not as its schema has it goes to the log, without its values; so does what fails. */
export async function hearPage<M>(message: unknown, page: HeardPage<M>): Promise<void> {
  const { inLog, log, validate, obey, tell, notTaken } = page;
  const problem = messageProblem(validate, message, messageWords);
  if (problem !== undefined) {
    log.warn(`The ${inLog}: a message of its page is not taken: ${problem}`);
    if (notTaken !== undefined) tell(notTaken);
    return;
  }
  try {
    await obey(message as M);
  } catch (error) {
    log.error(`The ${inLog}:`, error instanceof Error ? error : String(error));
    tell(errorText(error));
  }
}
