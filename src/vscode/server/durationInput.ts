import * as vscode from 'vscode';
import { durationFault, durationFaultPhrase, parseDuration } from '../../core/server/duration';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { visiblePick } from '../host/pick';
import { durationText } from './serverText';

/** A length of time to choose. One without milliseconds stands for something else, as its description says. */
export interface OfferedDuration extends vscode.QuickPickItem {
  readonly ms?: number;
}

/** These lengths, in the user's language. */
export function offeredDurations(lengths: readonly number[]): OfferedDuration[] {
  return lengths.map((ms) => ({ label: durationText(ms), ms }));
}

/**
 * Asks for a length of time, which is chosen or typed. What was typed stands on top as it is understood, or with what is
 * wrong with it.
 * @returns undefined if the user gives none
 */
export function askDuration(title: string, offered: readonly OfferedDuration[]): Promise<OfferedDuration | undefined> {
  const input = vscode.window.createQuickPick<OfferedDuration>();
  const items = offered.map(visiblePick);
  input.title = title;
  input.placeholder = l10n.t('Choose, or type such as 90s, 2 hours, 1:30 (h:mm) or 1d; a number alone is seconds');
  input.items = items;
  let isFault = false;
  return new Promise((resolve) => {
    input.onDidChangeValue((text) => {
      isFault = text.trim() !== '' && durationFault(text) !== undefined;
      input.items = text.trim() === '' ? items : [visiblePick(typed(text))];
    });
    input.onDidAccept(() => {
      const [chosen] = input.selectedItems;
      if (isFault || !chosen) return;
      resolve(chosen);
      input.hide();
    });
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}

/** A text as it is understood. It is always shown, because VS Code would look for the text in its label. */
function typed(text: string): OfferedDuration {
  const fault = durationFaultPhrase(text);
  if (fault) return { label: phraseIn(fault), alwaysShow: true };
  const ms = parseDuration(text) ?? 0;
  return { label: durationText(ms), description: l10n.t('as typed'), alwaysShow: true, ms };
}
