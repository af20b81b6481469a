import type { Host } from '../host/createHost';
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
  { disposables, extensionUri }: Pick<Host, 'disposables' | 'extensionUri'>,
  { pool }: Pick<FlowNeeds, 'pool'>,
  late: LateView<FlowNode>,
  results: ScenarioResults,
): FlowFiles {
  const files = disposables.add(new FlowFiles(pool, shippedScenarios(extensionUri)));
  late.show(disposables.add(new FlowTree(files, results)));
  return files;
}
