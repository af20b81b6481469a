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
  /** Whether it goes as soon as anything else is done, as a menu does: then it is arranged anew for each picture. */
  readonly isFleeting?: boolean;
  /** The page of a browser that it is, where it is none of VS Code. */
  readonly browserPage?: (stage: Stage) => Page;
  /** Takes away what would be in the way of the next scene. */
  leave?(stage: Stage): Promise<void>;
}
