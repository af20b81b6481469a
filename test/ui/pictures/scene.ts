import type { Page } from 'playwright-core';
import type { Stage } from './stage';

/** One thing that people see. */
export interface Scene {
  /** As files are named. */
  readonly name: string;
  /** Brings the window there, whatever it showed before. */
  arrange(stage: Stage): Promise<void>;
  /** Where it is a page of ours in the editor. */
  readonly isPage?: boolean;
  /** CSS selector of the parts that are ours, where it is no page. */
  readonly parts?: string;
  /**
   * What makes it go, so that it is arranged anew: another size of the window, as for a menu, or another theme as well, as
   * for a tooltip.
   */
  readonly goesWith?: 'size' | 'theme';
  /** The page of a browser that it is, where it is none of VS Code. */
  readonly browserPage?: (stage: Stage) => Page;
  /** Whether the dev server lets the network in, and has nothing that has a page of its own at the address. */
  readonly isOnNetwork?: boolean;
  /** Takes away what would be in the way of the next scene. */
  leave?(stage: Stage): Promise<void>;
}
