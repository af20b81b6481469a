import type { Scene } from '../scene';
import type { Stage } from '../stage';
import { MENU, OURS, QUICK_INPUT, SEEN_OF_QUICK_INPUT, SIDE_BAR, showOnly, TOOLTIP } from '../views';

const SERVER = 'Dev Server';
/** A session that the dev server has in memory. */
const IN_MEMORY = /sales@example\.com/;
/** The row of a refused request. Its status may be in a port as well, and a click on such a row opens a browser. */
const REFUSED = /^No token sent: \/mobileapp\/\$catalog/;

/** The view Dev Server, what is opened from there, and what else shows the server. */
export const SERVER_SCENES: readonly Scene[] = [
  {
    name: 'dev-server',
    parts: SIDE_BAR,
    arrange: showServer,
  },
  {
    name: 'server-session-menu',
    parts: MENU,
    goesWith: 'size',
    async arrange(stage) {
      await showServer(stage);
      const { workbench } = stage;
      await workbench.expand(workbench.row('Sessions in Memory', SERVER));
      await workbench.showContextMenu(workbench.rowSpoken(IN_MEMORY, SERVER), 'Copy');
    },
    leave: ({ workbench }) => workbench.closeMenus(),
  },
  {
    name: 'server-menu',
    parts: MENU,
    goesWith: 'size',
    async arrange(stage) {
      await showServer(stage);
      await stage.workbench.showViewMenu(SERVER, 'Snapshot');
    },
    leave: ({ workbench }) => workbench.closeMenus(),
  },
  {
    name: 'journal',
    parts: SIDE_BAR,
    arrange: showJournal,
  },
  {
    name: 'journal-entry',
    async arrange(stage) {
      await showJournal(stage);
      const { workbench } = stage;
      // The oldest one: it is the same each time.
      const open = async () => workbench.rowSpoken(REFUSED, SERVER).last().click();
      await workbench.insist(open, stage.webview.getByRole('heading').first(), 'the entry of the journal');
    },
  },
  {
    name: 'server-actions',
    parts: SEEN_OF_QUICK_INPUT,
    goesWith: 'size',
    async arrange({ workbench }) {
      await workbench.palette(`${OURS}Dev Server Actions…`);
      await workbench.page.locator(QUICK_INPUT).getByRole('option').first().waitFor();
    },
    leave: ({ workbench }) => workbench.page.keyboard.press('Escape'),
  },
  {
    name: 'status-bar',
    parts: `.part.statusbar .statusbar-item[id*="session-workbench"], ${TOOLTIP}`,
    goesWith: 'theme',
    async arrange({ workbench }) {
      await workbench.statusBarItem(/Dev Server/).hover();
      await workbench.page.locator(TOOLTIP).first().waitFor();
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
  {
    name: 'settings',
    parts: '.settings-tree-container .setting-item-title, .settings-tree-container .setting-item-description',
    goesWith: 'size',
    async arrange({ workbench }) {
      await workbench.palette('Preferences: Open Settings (UI)');
      const box = workbench.page.locator('.settings-editor .suggest-input-container').first();
      await box.waitFor();
      await box.click();
      // Typed, it would bring a suggestion, which covers what is below it.
      await workbench.setClipboard('@ext:session-workbench.session-workbench');
      await workbench.page.keyboard.press('ControlOrMeta+v');
      const settings = workbench.page.locator('.settings-tree-container');
      await settings
        .getByRole('treeitem', { name: /^Session Workbench › / })
        .first()
        .waitFor();
    },
    leave: closeSettings,
  },
];

/** What a phone and a browser get, with the network let in. */
export const LAN_SCENES: readonly Scene[] = [
  {
    name: 'start-page',
    browserPage: ({ startPage }) => startPage,
    isOnNetwork: true,
    goesWith: 'size',
    arrange: (stage) => stage.openStartPage(),
    leave: (stage) => stage.closeStartPage(),
  },
  {
    // No script runs in this page, not even one that looks at it. The same picture is in the start page.
    name: 'qr-code',
    isOnNetwork: true,
    async arrange({ workbench }) {
      await workbench.palette(`${OURS}Show QR Code of Dev Server`);
      const option = workbench.page.locator(QUICK_INPUT).getByRole('option').first();
      const choose = async () => {
        // A machine in several networks asks for one.
        if (await option.isVisible()) await option.click();
      };
      const tab = workbench.page.locator('.tab.active').filter({ hasText: 'Address for a Phone' });
      await workbench.insist(choose, tab, 'the address for a phone');
    },
  },
];

/** The clock is paused, so that it is the same in each theme. */
async function showServer(stage: Stage): Promise<void> {
  await showOnly(stage, SERVER);
  const { workbench } = stage;
  const paused = workbench.rowSpoken(/^Clock.*paused/, SERVER);
  const pause = async () => {
    await workbench.row('Clock', SERVER).waitFor();
    if (!(await paused.isVisible())) await workbench.palette(`${OURS}Pause Clock`);
  };
  await workbench.insist(pause, paused, 'the clock to be paused');
}

/** With a request that is refused. */
async function showJournal(stage: Stage): Promise<void> {
  await showServer(stage);
  const refused = stage.workbench.rowSpoken(REFUSED, SERVER).first();
  if (await refused.isVisible()) return;
  await fetch(`${await stage.address()}/mobileapp/$catalog`);
  await stage.workbench.expand(stage.workbench.rowSpoken(/^Journal/, SERVER));
  await refused.waitFor();
}

/** VS Code shows them in front of everything else. */
async function closeSettings({ workbench }: Stage): Promise<void> {
  const isClosed = async () => !(await workbench.page.locator('.settings-editor').first().isVisible());
  await workbench.insist(() => workbench.page.keyboard.press('Escape'), isClosed, 'the settings to be closed');
}
