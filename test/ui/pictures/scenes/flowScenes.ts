import type { Scene } from '../scene';
import type { Stage } from '../stage';
import { SIDE_BAR, showOnly } from '../views';

const FLOWS = 'Flows';
const FLOW = 'OTP with $4DSID';
/** The row that it is below. */
const FLOW_AREA = '4D Web Sessions';

/** The view Flows, the simulator and the Test Explorer. */
export const FLOW_SCENES: readonly Scene[] = [
  {
    name: 'flows',
    parts: SIDE_BAR,
    async arrange(stage) {
      await showOnly(stage, FLOWS);
      await stage.workbench.expand(stage.workbench.row(FLOW_AREA, FLOWS));
      await stage.workbench.row(FLOW, FLOWS).waitFor();
    },
  },
  {
    name: 'flow',
    isPage: true,
    async arrange(stage) {
      await openFlow(stage);
    },
  },
  {
    name: 'flow-played',
    isPage: true,
    async arrange(stage) {
      await openFlow(stage);
      await stage.webview.getByRole('toolbar').getByRole('button', { name: 'Play', exact: true }).click();
      await stage.webview
        .getByRole('status')
        .filter({ hasText: /^At the end/ })
        .waitFor();
      await stage.webview
        .getByRole('list', { name: /^Messages/ })
        .getByRole('button', { name: /^Step 8\./ })
        .click();
    },
  },
  {
    name: 'test-explorer',
    parts: '.part.sidebar .test-explorer .monaco-list',
    async arrange({ workbench }) {
      await workbench.openView('Testing');
      const row = (name: RegExp) => workbench.page.locator('.test-explorer').getByRole('treeitem', { name });
      await workbench.expand(row(/^Shipped Flows/));
      await row(/^login-form /).waitFor();
    },
  },
];

/**
 * Opens a flow in the simulator.
 * @param above the rows that it is below
 * @param label of its row
 * @param name which the simulator shows
 */
export async function openFlow(stage: Stage, above = [FLOW_AREA], label = FLOW, name = label): Promise<void> {
  await showOnly(stage, FLOWS);
  const heading = stage.webview.getByRole('heading', { name, exact: true });
  for (const row of above) await stage.workbench.expand(stage.workbench.row(row, FLOWS));
  await stage.workbench.insist(() => stage.workbench.row(label, FLOWS).click(), heading, 'the simulator');
}
