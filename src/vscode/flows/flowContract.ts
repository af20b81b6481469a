import { Command } from '../contract/command';
import { type ContractPart, Panel } from '../contract/part';
import { Rows, View } from '../contract/rows';
import type { FlowTarget } from './flowChooser';

export const FLOWS_VIEW = new View('sessionWorkbench.flows', 'sessionWorkbench');

export const FLOW_ROWS = new Rows(FLOWS_VIEW, { group: [], topic: [], flow: ['shipped', 'atFault'] }, [
  'group',
  'topic',
  'shipped',
]);

/** The flow that the walkthrough plays. */
const TOUR_FLOW = 'mobile-pending-link';

export const FLOW_COMMANDS = {
  flowOpen: new Command<[target?: FlowTarget]>('sessionWorkbench.flow.open'),
  flowPlay: new Command<[target?: FlowTarget]>('sessionWorkbench.flow.play', { linkArguments: [TOUR_FLOW] }),
  flowRun: new Command<[target?: FlowTarget]>('sessionWorkbench.flow.run'),
  flowOpenOnDevServer: new Command<[target?: FlowTarget]>('sessionWorkbench.flow.openOnDevServer'),
  scenarioCreate: new Command<[folder?: unknown]>('sessionWorkbench.scenario.create'),
  flowOpenFile: new Command<[target?: FlowTarget]>('sessionWorkbench.flow.openFile'),
} as const;

/** The flow simulator. */
export const FLOW_PANEL = new Panel('sessionWorkbench.flow', true);

export const FLOW_CONTRACT: ContractPart = {
  commands: FLOW_COMMANDS,
  views: [FLOWS_VIEW],
  rows: [FLOW_ROWS],
  panels: [FLOW_PANEL],
};
