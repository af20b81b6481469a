import type { Host } from '../host/createHost';
import { ExpandedRows } from '../host/expandedRows';
import type { LateView } from '../host/lateView';
import { shippedScenarios } from '../scenarios/scenarioDocuments';
import type { ScenarioResults } from '../scenarios/scenarioResults';
import type { FlowNeeds } from './flowFeature';
import { FlowFiles } from './flowFiles';
import { type FlowNode, FlowTree } from './flowTree';

/**
 * Creates the rows of the view Flows.
 * @returns the files that they show
 */
export function openFlows(
  { disposables, extensionUri, memento }: Pick<Host, 'disposables' | 'extensionUri' | 'memento'>,
  { pool }: Pick<FlowNeeds, 'pool'>,
  late: LateView<FlowNode>,
  results: ScenarioResults,
): FlowFiles {
  const files = disposables.add(new FlowFiles(pool, shippedScenarios(extensionUri)));
  const expanded = disposables.add(new ExpandedRows(memento, 'toggledRows.flows'));
  late.show(disposables.add(new FlowTree(files, results, expanded)));
  return files;
}
