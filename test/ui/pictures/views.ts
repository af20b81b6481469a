import type { Locator } from 'playwright-core';
import type { Stage } from './stage';

export const MENU = '.context-view .monaco-menu';
/** What the titles of our commands begin with in the palette. */
export const OURS = 'Session Workbench: ';
/** What a folded view has below its head is not there. */
export const SIDE_BAR = '.part.sidebar .pane-header, .part.sidebar .pane-header.expanded + .pane-body';
export const TOOLTIP = '.monaco-hover';
export const EDITOR = '.editor-group-container.active .monaco-editor';
export const QUICK_INPUT = '.quick-input-widget';
/** What of a quick input is seen: it has a count of results for screen readers as well. */
export const SEEN_OF_QUICK_INPUT = `${QUICK_INPUT} .quick-input-titlebar, ${QUICK_INPUT} .quick-input-list`;
const VIEWS = ['Mobile Sessions', 'Changes', 'Dev Server', 'Flows'];

/** Unfolds one of our views and folds the others, so that its rows have room. */
export async function showOnly({ workbench }: Stage, shown: string): Promise<void> {
  const title = workbench.page.locator('.part.sidebar .composite.title').filter({ hasText: 'Session Workbench' });
  if (!(await title.isVisible())) await workbench.openView('Session Workbench');
  // The one on show first: VS Code keeps one of them open.
  for (const view of [shown, ...VIEWS.filter((each) => each !== shown)]) {
    const header: Locator = workbench.page.getByRole('button', { name: new RegExp(`^${view}( Section)?$`) });
    // Changes is there once something was changed.
    if (view !== shown && !(await header.isVisible())) continue;
    const isOpen = String(view === shown);
    const there = header.and(workbench.page.locator(`[aria-expanded="${isOpen}"]`));
    // Not in the middle, where the buttons are in a narrow side bar.
    const fold = async () => {
      if (!(await there.isVisible())) await header.click({ position: { x: 20, y: 10 } });
    };
    await workbench.insist(fold, there, `the view ${view}`);
  }
}
