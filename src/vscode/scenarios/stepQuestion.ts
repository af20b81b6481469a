import * as vscode from 'vscode';
import type { Step } from '../../core/scenario/scenario';
import { titleOf } from '../../core/scenario/scenario';
import { l10n } from '../host/l10n';
import { pick } from '../host/pick';
import { editorRange } from '../host/ranges';

export type StepAnswer = 'next' | 'end' | 'simulator' | 'stop';

/** Asks how to continue a run that stops before each step. */
export type AskBeforeStep = (step: Step, count: number, signal: AbortSignal) => Promise<StepAnswer>;

/** Shows the step in its file and asks. Closing the question stops the run. */
export const askBeforeStep: AskBeforeStep = async ({ index, source, place }, count, signal) => {
  const { start } = editorRange(place.range);
  await vscode.window.showTextDocument(vscode.Uri.file(place.file), {
    preserveFocus: true,
    preview: true,
    selection: new vscode.Range(start, start),
  });
  const items: (vscode.QuickPickItem & { answer: StepAnswer })[] = [
    { label: l10n.t('Run This Step'), answer: 'next', iconPath: new vscode.ThemeIcon('debug-step-over') },
    { label: l10n.t('Run to the End'), answer: 'end', iconPath: new vscode.ThemeIcon('debug-continue') },
    {
      label: l10n.t('Open in Flow Simulator'),
      answer: 'simulator',
      iconPath: new vscode.ThemeIcon('arrow-swap'),
    },
    { label: l10n.t('Stop'), answer: 'stop', iconPath: new vscode.ThemeIcon('debug-stop') },
  ];
  const title = l10n.t('Step {0} of {1}: {2}', String(index + 1), String(count), titleOf(source));
  const cancellation = new vscode.CancellationTokenSource();
  const cancel = () => cancellation.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    if (signal.aborted) return 'stop';
    const picked = await pick(items, { title, ignoreFocusOut: true }, cancellation.token);
    return picked?.answer ?? 'stop';
  } finally {
    signal.removeEventListener('abort', cancel);
    cancellation.dispose();
  }
};
