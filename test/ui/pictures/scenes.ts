import type { Locator } from 'playwright-core';
import type { Scene } from './scene';
import type { Stage } from './stage';

const OURS = 'Session Workbench: ';
const SIDE_BAR = '.part.sidebar .pane';
const VIEWS = ['Mobile Sessions', 'Dev Server', 'Flows', 'Changes'];
const FLOW = 'OTP with $4DSID';
/** A session that the dev server has in memory. */
const IN_MEMORY = /sales@example\.com/;
/** The row that it is below. */
const FLOW_AREA = '4D Web Sessions';

/** Everything that people see, in the order in which it is shown. */
export const SCENES: readonly Scene[] = [
  {
    name: 'sessions',
    parts: SIDE_BAR,
    async arrange(stage) {
      await showOnly(stage, 'Mobile Sessions');
      await stage.workbench.expand('Field Service');
      await stage.workbench.expand('Contact');
      await stage.workbench.rowSpoken(/anna@example\.com/).waitFor();
    },
  },
  {
    name: 'session-menu',
    async arrange({ workbench }) {
      await workbench.rowSpoken(/jane@example\.com/).waitFor();
    },
    openMenu: ({ workbench }) => workbench.showContextMenu(workbench.rowSpoken(/jane@example\.com/), 'Copy'),
  },
  {
    name: 'application-menu',
    async arrange({ workbench }) {
      await workbench.row('Field Service').waitFor();
    },
    openMenu: ({ workbench }) => workbench.showContextMenu('Field Service', 'Set Status'),
  },
  {
    name: 'sessions-menu',
    async arrange(stage) {
      await showOnly(stage, 'Mobile Sessions');
    },
    openMenu: ({ workbench }) => workbench.showViewMenu('Mobile Sessions', 'Push'),
  },
  {
    name: 'finding',
    parts: SIDE_BAR,
    async arrange({ workbench }) {
      await workbench.rowSpoken(/jane@example\.com/).click();
      await workbench.squiggles('error').first().waitFor();
    },
  },
  {
    name: 'all-findings',
    async arrange({ workbench }) {
      await workbench.palette(`${OURS}Show All Findings`);
      await workbench.page.locator('.tab.active').filter({ hasText: 'All Findings' }).waitFor();
    },
  },
  {
    name: 'dev-server',
    parts: SIDE_BAR,
    async arrange(stage) {
      await showOnly(stage, 'Dev Server');
      await stage.workbench.row('Clock', 'Dev Server').waitFor();
      await stage.workbench.palette(`${OURS}Pause Clock`);
    },
  },
  {
    name: 'server-session-menu',
    async arrange({ workbench }) {
      await workbench.expand(workbench.row('Sessions in Memory', 'Dev Server'));
      await workbench.rowSpoken(IN_MEMORY, 'Dev Server').waitFor();
    },
    openMenu: ({ workbench }) => workbench.showContextMenu(workbench.rowSpoken(IN_MEMORY, 'Dev Server'), 'Copy'),
  },
  {
    name: 'server-menu',
    async arrange(stage) {
      await showOnly(stage, 'Dev Server');
    },
    openMenu: ({ workbench }) => workbench.showViewMenu('Dev Server', 'Snapshot'),
  },
  {
    name: 'flows',
    parts: SIDE_BAR,
    async arrange(stage) {
      await showOnly(stage, 'Flows');
      await stage.workbench.expand(stage.workbench.row(FLOW_AREA, 'Flows'));
      await stage.workbench.row(FLOW, 'Flows').waitFor();
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
    name: 'grid',
    isPage: true,
    async arrange(stage) {
      await showOnly(stage, 'Mobile Sessions');
      const row = stage.workbench.row('Contact', 'Mobile Sessions');
      const grid = stage.webview.getByRole('grid');
      const show = async () => {
        await row.hover();
        await row.getByRole('button', { name: 'Show Sessions as Grid' }).click();
      };
      await stage.workbench.insist(show, grid, 'the grid');
      await stage.webview.getByText('sales@example.com').click();
      await stage.webview.locator('.grid-row.selected').waitFor();
    },
  },
  {
    name: 'composer',
    isPage: true,
    async arrange(stage) {
      await stage.workbench.palette(`${OURS}Compose Request to Dev Server…`);
      const route = stage.webview.getByLabel('Route', { exact: true });
      await route.locator('option', { hasText: 'POST /mobileapp/$authenticate' }).waitFor({ state: 'attached' });
      await route.selectOption('POST /mobileapp/$authenticate');
      await stage.webview.locator('#path[value="/mobileapp/$authenticate"]').waitFor();
      await stage.webview.getByRole('button', { name: 'Send', exact: true }).click();
      await stage.webview.locator('.answer-line').waitFor();
    },
  },
  walkthrough('first-minute', 'The First Minute with Session Workbench', 'See what is at fault'),
  walkthrough('second-minute', 'The Second Minute with Session Workbench', 'Start the dev server'),
];

/** A page of VS Code, with our texts and pictures. */
function walkthrough(name: string, title: string, step: string): Scene {
  return {
    name,
    async arrange({ workbench }) {
      await workbench.palette('Welcome: Open Walkthrough...');
      await workbench.pick(title);
      await workbench.page.locator('button.getting-started-step').filter({ hasText: step }).click();
      await workbench.page.locator('.getting-started-step.expanded').filter({ hasText: step }).waitFor();
    },
  };
}

/** Unfolds one of our views and folds the others, so that its rows have room. */
export async function showOnly({ workbench }: Stage, shown: string): Promise<void> {
  await workbench.openView('Session Workbench');
  // The one on show first: VS Code keeps one of them open.
  for (const view of [shown, ...VIEWS.filter((each) => each !== shown)]) {
    const header: Locator = workbench.page.getByRole('button', { name: new RegExp(`^${view}( Section)?$`) });
    const isOpen = String(view === shown);
    const there = header.and(workbench.page.locator(`[aria-expanded="${isOpen}"]`));
    // Not in the middle, where the buttons are in a narrow side bar.
    // One that has nothing to show is not there at all.
    if (view !== shown && !(await header.isVisible())) continue;
    const fold = async () => {
      if (!(await there.isVisible())) await header.click({ position: { x: 20, y: 10 } });
    };
    await workbench.insist(fold, there, `the view ${view}`);
  }
}

/**
 * Opens a flow in the simulator.
 * @param above the rows that it is below
 * @param label of its row
 * @param name which the simulator shows
 */
export async function openFlow(stage: Stage, above = [FLOW_AREA], label = FLOW, name = label): Promise<void> {
  await showOnly(stage, 'Flows');
  const heading = stage.webview.getByRole('heading', { name, exact: true });
  for (const row of above) await stage.workbench.expand(stage.workbench.row(row, 'Flows'));
  await stage.workbench.insist(() => stage.workbench.row(label, 'Flows').click(), heading, 'the simulator');
}
