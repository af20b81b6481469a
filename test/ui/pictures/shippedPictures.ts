import { openFlow } from './scenes/flowScenes';
import type { ShippedPicture } from './shippedPicture';
import type { Stage } from './stage';
import { showOnly } from './views';

const OURS = 'Session Workbench: ';
const SIDE_BAR = ['.part.sidebar'];
const EDITOR = ['.part.editor'];
/** Wide enough for a row of a session, so that the words can be read where VS Code shows the picture beside the steps. */
const OF_ROWS = 440;
const OF_FILE = 290;
const OF_BOTH = 350;
/** In CSS pixels. */
export const SHIPPED_VIEWPORT = { width: 1100, height: 640 };
const IN_FLOW = { width: 1180, height: 760 };

/** All pictures that ship, in the order in which they are drawn in one window. */
export const SHIPPED_PICTURES: readonly ShippedPicture[] = [
  {
    file: inWalkthrough('flow'),
    parts: EDITOR,
    async arrange(stage) {
      await stage.workbench.page.setViewportSize(IN_FLOW);
      const above = ['4D Mobile Apps', 'Mobile login'];
      await openFlow(stage, above, 'Pending, accepted by link', 'Mobile login: pending, accepted by link');
      await play(stage, 8);
      await stage.workbench.sideBarWidth(OF_FILE);
    },
  },
  {
    file: (theme) => (theme === 'high-contrast-light' ? undefined : `readme/flow-${theme}.png`),
    parts: EDITOR,
    async arrange(stage) {
      await stage.clear();
      await openFlow(stage);
      await play(stage, 8);
    },
  },
  {
    file: inWalkthrough('open'),
    parts: SIDE_BAR,
    height: 400,
    async arrange(stage) {
      await stage.clear();
      await stage.workbench.page.setViewportSize(SHIPPED_VIEWPORT);
      await showOnly(stage, 'Mobile Sessions');
      await stage.workbench.sideBarWidth(OF_ROWS);
      await stage.workbench.expand('Field Service');
      await stage.workbench.expand('Contact');
      await atFault(stage).waitFor();
    },
  },
  {
    file: inWalkthrough('fault'),
    parts: [...EDITOR, '.part.panel'],
    async arrange(stage) {
      const { workbench } = stage;
      await workbench.sideBarWidth(OF_FILE);
      await atFault(stage).click();
      await workbench.squiggles('error').first().waitFor();
      await workbench.until(
        () => workbench.problems(),
        (rows) => rows.some((row) => row.includes('acepted')),
        'the finding in Problems',
      );
      await workbench.problemRow('acepted').click();
      await workbench.squiggles('error').first().waitFor();
    },
  },
  {
    file: (theme) => (theme === 'dark' ? 'readme/fault.png' : undefined),
    parts: ['.monaco-workbench'],
    async arrange({ workbench }) {
      await workbench.sideBarWidth(OF_BOTH);
    },
  },
  {
    file: inWalkthrough('mend'),
    parts: EDITOR,
    height: 400,
    async arrange(stage) {
      const { workbench } = stage;
      await workbench.palette('View: Hide Panel');
      await workbench.sideBarWidth(OF_ROWS);
      // The letters are drawn over it.
      await workbench.squiggles('error').first().click({ force: true });
      await workbench.quickFix(/accepted/);
    },
  },
  {
    file: inWalkthrough('undo'),
    parts: SIDE_BAR,
    height: 260,
    async arrange(stage) {
      const { workbench } = stage;
      await workbench.page.keyboard.press('Escape');
      await stage.clear();
      await showOnly(stage, 'Mobile Sessions');
      await workbench.sideBarWidth(OF_ROWS);
      await workbench.contextMenu(workbench.rowSpoken(/kim@example\.com/), 'Accept Session');
      await workbench.contextMenu(workbench.rowSpoken(/anna@example\.com/), 'Set Session Pending');
      await workbench.contextMenu(workbench.rowSpoken(/workshop@example\.com/), 'Delete Session…');
      await workbench.dialog('Delete');
      await workbench.rowSpoken(/workshop@example\.com/, 'Mobile Sessions').waitFor({ state: 'detached' });
      await workbench.palette(`${OURS}Undo Change of Sessions`);
      await workbench.rowSpoken(/workshop@example\.com/, 'Mobile Sessions').waitFor();
      await stage.clear();
      await showOnly(stage, 'Changes');
    },
  },
  {
    file: inWalkthrough('push'),
    parts: SIDE_BAR,
    height: 400,
    async arrange(stage) {
      const { workbench } = stage;
      await showOnly(stage, 'Mobile Sessions');
      await workbench.palette(`${OURS}Push Sessions`);
      const row = workbench.rowSpoken(/^Last push/i, 'Mobile Sessions');
      await row.waitFor();
      await workbench.expand(row);
      await stage.clear();
    },
  },
  {
    file: inWalkthrough('server'),
    parts: SIDE_BAR,
    height: 400,
    async arrange(stage) {
      await showOnly(stage, 'Dev Server');
      await stage.workbench.row('Clock', 'Dev Server').waitFor();
      await stage.logIn('anna@example.com');
      await stage.logIn('kim@example.net');
      await stage.workbench
        .rowSpoken(/kim@example\.net/, 'Dev Server')
        .first()
        .waitFor();
    },
  },
  {
    file: inWalkthrough('web'),
    parts: SIDE_BAR,
    height: 400,
    async arrange(stage) {
      const { workbench } = stage;
      await stage.visitShop();
      await workbench.expand(workbench.rowSpoken(/^Web Sessions/, 'Dev Server'));
      const session = workbench.rowSpoken(/^Guest/, 'Dev Server');
      await workbench.expand(session);
      await workbench.expand(workbench.row('Storage', 'Dev Server'));
    },
  },
];

function inWalkthrough(step: string): ShippedPicture['file'] {
  return (theme) => `walkthrough/${step}-${theme}.png`;
}

function atFault({ workbench }: Stage) {
  return workbench.rowSpoken(/jane@example\.com/, 'Mobile Sessions');
}

/** Plays the flow on show to its end, and looks at one of its messages. */
async function play({ webview }: Stage, step: number): Promise<void> {
  await webview.getByRole('toolbar').getByRole('button', { name: 'Play', exact: true }).click();
  await webview
    .getByRole('status')
    .filter({ hasText: /^At the end/ })
    .waitFor();
  await webview
    .getByRole('list', { name: /^Messages/ })
    .getByRole('button', { name: new RegExp(`^Step ${step}\\.`) })
    .click();
}
