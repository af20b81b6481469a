import path from 'node:path';
import * as vscode from 'vscode';
import type { Scenario } from '../../core/scenario/scenario';
import { SCENARIO_ENDING } from '../../scenario/loadScenario';
import { withAbsolutePaths } from '../../server/optionsCheck';
import { phraseIn } from '../host/phraseText';
import { readOpenScenario } from '../scenarios/scenarioFiles';

/**
 * Reads a scenario file for a run, as it is in its editor, else on disk.
 * @throws a sentence on what is at fault, and where
 */
export function scenarioIn(file: string): Scenario {
  const { scenario, findings } = readOpenScenario(file);
  if (scenario) return scenario;
  const fault = findings.find(({ severity }) => severity === 'error');
  const line = String((fault?.range.start.line ?? 0) + 1);
  throw new Error(
    vscode.l10n.t('{0} cannot be run. Line {1}: {2}', path.basename(file), line, fault ? phraseIn(fault.phrase) : ''),
  );
}

/** A file's name without what makes it a scenario. */
export function stemOf(file: string): string {
  return path.basename(file, SCENARIO_ENDING);
}

/** Options of a scenario's server, with the same paths seen from another folder. */
export function movedOptions({ server, file }: Scenario, folder: string): Scenario['server'] {
  const absolute = withAbsolutePaths(server, path.dirname(file)) as Scenario['server'];
  return moved(server, absolute, folder) as Scenario['server'];
}

/** Texts that became absolute are paths. */
function moved(before: unknown, after: unknown, folder: string): unknown {
  if (typeof before === 'string' && typeof after === 'string') {
    if (before === after) return after;
    const relative = path.relative(folder, after);
    return path.isAbsolute(relative) ? after : relative.replaceAll('\\', '/');
  }
  if (typeof after !== 'object' || after === null || Array.isArray(after)) return after;
  return Object.fromEntries(
    Object.entries(after).map(([key, value]) => [
      key,
      moved((before as Record<string, unknown>)?.[key], value, folder),
    ]),
  );
}
