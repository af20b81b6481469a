import * as vscode from 'vscode';
import type { Host } from '../host/createHost';
import { SCENARIO_LANGUAGE } from './scenarioContract';

/** Takes the links of reports, which lead from a step to its place in the scenario. */
export function registerStepLinks({ disposables, commands }: Pick<Host, 'disposables' | 'commands'>): void {
  const handleUri = (uri: vscode.Uri) =>
    void commands.attempt(SCENARIO_LANGUAGE, async () => {
      const { openLinkedStep } = await import('./openLinkedStep.js');
      await openLinkedStep(uri);
    });
  disposables.add(vscode.window.registerUriHandler({ handleUri }));
}
