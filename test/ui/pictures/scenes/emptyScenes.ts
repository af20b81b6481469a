import type { Scene } from '../scene';
import type { Stage } from '../stage';
import { OURS, SIDE_BAR, showOnly } from '../views';

const SESSIONS = 'Mobile Sessions';
const WELCOME = '.part.sidebar .welcome-view';

/** What the views say when they have no rows, and the walkthrough. */
export const EMPTY_SCENES: readonly Scene[] = [
  {
    name: 'nothing-found',
    parts: SIDE_BAR,
    async arrange(stage) {
      await showOnly(stage, SESSIONS);
      const { workbench } = stage;
      await workbench.palette(`${OURS}Filter Sessions…`);
      await workbench.answer('nobody');
      await workbench
        .rowSpoken(/example\.com/, SESSIONS)
        .first()
        .waitFor({ state: 'detached' });
    },
    leave: ({ workbench }) => workbench.palette(`${OURS}Clear Filter of Sessions`),
  },
  walkthrough('first-minute', 'Session Workbench: First Minute', 'See what is at fault'),
  walkthrough('second-minute', 'Session Workbench: Second Minute', 'Start the dev server'),
  {
    name: 'server-stopped',
    parts: `${SIDE_BAR}, ${WELCOME}`,
    async arrange(stage) {
      await stage.workbench.palette(`${OURS}Stop Dev Server`);
      await showOnly(stage, 'Dev Server');
      await stage.workbench.page.locator(WELCOME).getByRole('button', { name: /Start/ }).first().waitFor();
    },
    leave: ({ workbench }) => workbench.palette(`${OURS}Start Dev Server`),
  },
  welcome('no-mobile-apps', ({ otherFolder }) => otherFolder),
  welcome('no-workspace', () => undefined),
];

/** What the view of sessions says in a window that has none. */
function welcome(name: string, folder: (stage: Stage) => string | undefined): Scene {
  return {
    name,
    parts: `${SIDE_BAR}, ${WELCOME}`,
    async arrange(stage) {
      await stage.visit(folder(stage));
      await showOnly(stage, SESSIONS);
      await stage.workbench.page.locator(WELCOME).getByRole('button').first().waitFor();
    },
    leave: (stage) => stage.visit(stage.folder),
  };
}

/** A page of VS Code, with our texts and pictures. */
function walkthrough(name: string, title: string, step: string): Scene {
  return {
    name,
    parts: '.gettingStartedDetailsContent .steps-container, .gettingStartedDetailsContent .getting-started-category',
    async arrange({ workbench }) {
      await workbench.palette('Welcome: Open Walkthrough...');
      await workbench.pick(title);
      await workbench.page.locator('button.getting-started-step').filter({ hasText: step }).click();
      await workbench.page.locator('.getting-started-step.expanded').filter({ hasText: step }).waitFor();
    },
  };
}
