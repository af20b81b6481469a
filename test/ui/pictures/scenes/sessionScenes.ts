import type { Scene } from '../scene';
import type { Stage } from '../stage';
import { MENU, OURS, QUICK_INPUT, SEEN_OF_QUICK_INPUT, SIDE_BAR, showOnly, TOOLTIP } from '../views';

const SESSIONS = 'Mobile Sessions';
const AT_FAULT = /jane@example\.com/;
const NOT_TAKEN_IN = /jane@example\.com.*, not in memory,/;

const CONFIGURATION = 'session-workbench.json';
const FAULTY = `{
  "mobileApps": "Data/MobilApps",
  "hints": "yes",
  "ignor": ["Data/Old"],
  "port": "8080",
  "mobile": { "maxSession": 3 }
}
`;

/** Mobile Sessions, Changes, and what is opened from there. */
export const SESSION_SCENES: readonly Scene[] = [
  {
    name: 'sessions',
    parts: SIDE_BAR,
    arrange: showSessions,
  },
  {
    name: 'session-tooltip',
    parts: TOOLTIP,
    goesWith: 'theme',
    async arrange(stage) {
      await showSessions(stage);
      await stage.workbench.tooltip(stage.workbench.rowSpoken(AT_FAULT), 'iPhone 15');
    },
  },
  {
    name: 'session-menu',
    parts: MENU,
    goesWith: 'size',
    async arrange(stage) {
      await showSessions(stage);
      await stage.workbench.showContextMenu(stage.workbench.rowSpoken(AT_FAULT), 'Copy');
    },
    leave: ({ workbench }) => workbench.closeMenus(),
  },
  {
    name: 'application-menu',
    parts: MENU,
    goesWith: 'size',
    async arrange(stage) {
      await showSessions(stage);
      await stage.workbench.showContextMenu('Field Service', 'Set Status');
    },
    leave: ({ workbench }) => workbench.closeMenus(),
  },
  {
    name: 'sessions-menu',
    parts: MENU,
    goesWith: 'size',
    async arrange(stage) {
      await showSessions(stage);
      await stage.workbench.showViewMenu(SESSIONS, 'Push');
    },
    leave: ({ workbench }) => workbench.closeMenus(),
  },
  {
    name: 'finding',
    parts: SIDE_BAR,
    async arrange(stage) {
      await showSessions(stage);
      const { workbench } = stage;
      const mark = workbench.squiggles('error').first();
      await workbench.insist(() => workbench.rowSpoken(AT_FAULT).click(), mark, 'the finding');
      await workbench.page.locator('.codelens-decoration').first().waitFor();
    },
  },
  {
    name: 'problems',
    async arrange({ workbench }) {
      await workbench.problems();
      await workbench.problemRow('acepted').waitFor();
    },
    leave: ({ workbench }) => workbench.palette('View: Hide Panel'),
  },
  {
    name: 'configuration',
    async arrange(stage) {
      const { workbench } = stage;
      stage.writeFile(CONFIGURATION, FAULTY);
      const input = workbench.page.locator(`${QUICK_INPUT} input.input`);
      const open = async () => {
        await workbench.page.keyboard.press('Control+P');
        await input.fill(CONFIGURATION, { timeout: 3_000 });
        await workbench.page.locator(QUICK_INPUT).getByRole('option', { name: CONFIGURATION }).first().click();
      };
      await workbench.insist(open, workbench.squiggles('error').first(), 'the faults of the configuration');
      await workbench.problems();
      await workbench.problemRow('ignor').first().waitFor();
    },
    async leave(stage) {
      await stage.workbench.palette('View: Hide Panel');
      stage.removeFile(CONFIGURATION);
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
    name: 'palette',
    parts: SEEN_OF_QUICK_INPUT,
    goesWith: 'size',
    async arrange({ workbench }) {
      const input = workbench.page.locator(`${QUICK_INPUT} input.input`);
      const option = workbench.page.locator(QUICK_INPUT).getByRole('option', { name: /^Session Workbench: / });
      const open = async () => {
        await workbench.page.keyboard.press('F1');
        await input.fill(`>${OURS}`, { timeout: 3_000 });
      };
      await workbench.insist(open, option.first(), 'the commands of Session Workbench in the palette');
    },
    leave: ({ workbench }) => workbench.page.keyboard.press('Escape'),
  },
  {
    name: 'find-session',
    parts: SEEN_OF_QUICK_INPUT,
    goesWith: 'size',
    async arrange({ workbench }) {
      await workbench.palette(`${OURS}Find Session…`);
      await workbench.page.locator(`${QUICK_INPUT} input.input`).fill('example');
      await workbench.page.locator(QUICK_INPUT).getByRole('option').first().waitFor();
    },
    leave: ({ workbench }) => workbench.page.keyboard.press('Escape'),
  },
  {
    name: 'compare',
    async arrange(stage) {
      await showSessions(stage);
      const { workbench } = stage;
      const isShown = workbench.page.locator('.monaco-diff-editor').first();
      const select = async () => {
        await workbench.select(workbench.rowSpoken(/sales@example\.com/), workbench.rowSpoken(/anna@example\.com/));
        await workbench.contextMenu(workbench.rowSpoken(/anna@example\.com/), 'Compare', 'Compare Sessions…');
      };
      await workbench.insist(select, isShown, 'the two sessions side by side');
    },
  },
  {
    name: 'changes',
    parts: SIDE_BAR,
    async arrange(stage) {
      await showSessions(stage);
      const row = stage.workbench.rowSpoken(/kim@example\.com/);
      await row.hover();
      await row.getByRole('button', { name: 'Toggle Status of Session' }).click();
      await showOnly(stage, 'Changes');
      await stage.workbench
        .rowSpoken(/kim@example\.com|Accept/, 'Changes')
        .first()
        .waitFor();
    },
  },
  {
    name: 'grid',
    isPage: true,
    async arrange(stage) {
      await showOnly(stage, SESSIONS);
      const row = stage.workbench.row('Contact', SESSIONS);
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
];

async function showSessions(stage: Stage): Promise<void> {
  await showOnly(stage, SESSIONS);
  await stage.workbench.expand('Field Service');
  await stage.workbench.expand('Contact');
  await stage.workbench.rowSpoken(/anna@example\.com/).waitFor();
  // They come later than the rows: the server that starts with the window does not take in the session at fault.
  const late = [
    stage.workbench.row('MobileApps', SESSIONS),
    stage.workbench.row('Contact', SESSIONS),
    stage.workbench.rowSpoken(NOT_TAKEN_IN, SESSIONS),
  ];
  for (const row of late) await row.locator('.monaco-decoration-badge').waitFor();
}
