import type { Stage } from './stage';

/** One thing that people see. */
export interface Scene {
  /** As files are named. */
  readonly name: string;
  /** Brings the window there, whatever it showed before. */
  arrange(stage: Stage): Promise<void>;
  /** Where it is a page of ours. */
  readonly isPage?: boolean;
  /** CSS selector of the parts that are ours, where it is no page. */
  readonly parts?: string;
  /** Opens the menu that the picture is of. A change of theme or zoom closes it, so it is opened for each picture. */
  openMenu?(stage: Stage): Promise<void>;
  /** Takes away what would be in the way of the next scene. */
  leave?(stage: Stage): Promise<void>;
}
