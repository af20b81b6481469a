import type { Stage } from './stage';

/** A picture that ships, of the walkthroughs or of the README. */
export interface ShippedPicture {
  /** Its file below media/ in a theme; undefined where it is not drawn. */
  file(theme: string): string | undefined;
  /** Brings the window there, after the pictures before it. */
  arrange(stage: Stage): Promise<void>;
  /** CSS selectors of what it shows. */
  readonly parts: readonly string[];
  /** Below that much it is cut. In pixels. */
  readonly height?: number;
}
