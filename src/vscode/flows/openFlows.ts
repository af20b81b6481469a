import type { Host } from '../host/createHost';
import { ExpandedRows } from '../host/expandedRows';
import type { LateView } from '../host/lateView';
import { currentMark } from '../scenarios/currentMark';
import { shippedScenarios } from '../scenarios/scenarioDocuments';
import type { ScenarioResults } from '../scenarios/scenarioResults';
import { FlowAges } from './flowAges';
import { FlowFaults } from './flowFaults';
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
  const ages = disposables.add(new FlowAges(results, currentMark(shippedScenarios(extensionUri))));
  const faults = disposables.add(new FlowFaults(shippedScenarios(extensionUri)));
  late.show(disposables.add(new FlowTree(files, results, ages, faults, expanded)));
  return files;
}
