import * as vscode from 'vscode';
import { l10n } from '../host/l10n';
import { markdownCode } from '../host/markdown';
import type { ModelToolName } from './agentsContract';

/** The longest text of a model in a question. */
const LONGEST = 200;

/** What the user is asked before a tool is called; undefined for tools that only look. */
export function toolQuestion(
  name: ModelToolName,
  input: object,
): vscode.LanguageModelToolConfirmationMessages | undefined {
  const given = (member: string) => {
    const value = (input as Readonly<Record<string, unknown>>)[member];
    return typeof value === 'string' ? value : undefined;
  };
  switch (name) {
    case 'startServer':
      return asked(l10n.t('Start a dev server?'), startWords(given('mobileApps')));
    case 'stopServer':
      return asked(
        l10n.t('Stop the dev server?'),
        l10n.t('Its sessions in memory are lost. A server that the agent has not started goes on.'),
      );
    case 'moveClock':
      return asked(l10n.t('Move the virtual clock?'), moveWords(given('move'), given('by')));
    case 'runScenario':
      return asked(
        l10n.t('Run scenarios?'),
        l10n.t(
          'This runs {0}. To run a scenario is to run code of whoever wrote it, with your rights.',
          shownCode(given('path')),
        ),
      );
    default:
      return undefined;
  }
}

function startWords(folder: string | undefined): string {
  if (folder === undefined) return l10n.t('It has a new empty folder, which is removed when it ends.');
  return l10n.t('It serves {0}: logins write session files there.', shownCode(folder));
}

function moveWords(move: string | undefined, by: string | undefined): string {
  if (move === 'advance') return l10n.t('It is advanced by {0}. What expires by that never comes back.', shownCode(by));
  if (move === 'pause') return l10n.t('It is paused.');
  if (move === 'resume') return l10n.t('It runs again.');
  return l10n.t('It is set to the real time. What has expired never comes back.');
}

function asked(title: string, words: string): vscode.LanguageModelToolConfirmationMessages {
  return { title, message: new vscode.MarkdownString(words) };
}

function shownCode(given = ''): string {
  return markdownCode(given.length > LONGEST ? `${given.slice(0, LONGEST)}…` : given);
}
