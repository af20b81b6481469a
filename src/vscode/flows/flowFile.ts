import path from 'node:path';
import type * as vscode from 'vscode';
import { isScenario } from '../../core/scenario/isScenario';
import type { Scenario } from '../../core/scenario/scenario';
import { withPaths } from '../../server/kernel/options/optionsPaths';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { relativePath } from '../host/relativePath';
import { readOpenScenario } from '../scenarios/readOpenScenario';
import { openOrSavedText, shippedScenarios } from '../scenarios/scenarioDocuments';

/**
 * Reads a scenario file for a run: the text in its editor when it is open, otherwise the file on disk.
 * @param extensionUri of this extension, whose flows it may include
 * @throws one sentence that says what is wrong with the file, and where
 */
export async function openScenario(file: string, extensionUri: vscode.Uri): Promise<Scenario> {
  if (!isScenario(await openOrSavedText(file))) {
    throw new Error(
      l10n.t(
        '{0} is no scenario: one has "steps", and "actors" or "server", or names scenario.schema.json as its "$schema".',
        path.basename(file),
      ),
    );
  }
  const { scenario, findings } = await readOpenScenario(file, shippedScenarios(extensionUri));
  if (scenario) return scenario;
  const error = findings.find(({ severity }) => severity === 'error');
  const line = String((error?.range.start.line ?? 0) + 1);
  throw new Error(
    l10n.t('{0} cannot be run. Line {1}: {2}', path.basename(file), line, error ? phraseIn(error.phrase) : ''),
  );
}

/** The server options of a scenario, with relative paths rewritten for a file in another folder. */
export function movedOptions({ server, file }: Scenario, folder: string): Scenario['server'] {
  const moved = (text: string) =>
    path.isAbsolute(text) ? text : relativePath(folder, path.resolve(path.dirname(file), text));
  return withPaths(server, moved) as Scenario['server'];
}
