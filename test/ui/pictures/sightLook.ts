import type { Frame, Locator } from 'playwright-core';
import type { Sight } from './gallery';
import type { Look } from './page/flaw';
import { PageLook } from './pageLook';

/** Of a row in a narrow side bar so much is seen of its label. In pixels. */
const LEAST_LABEL = 60;
/** VS Code shows the rest when the mouse rests there, but has it nowhere before. */
const TEST_LABEL = '.test-explorer .label';
const NOTHING = ':not(*)';

/**
 * What is VS Code's own doing. In trees it shows a tooltip with the rest. Buttons of rows and heads come with the mouse;
 * the count of results is for screen readers. The light theme draws what is said beside a label at 4.4:1.
 */
const IN_WINDOW = {
  mayVanish: '.label-description, .test-label-description, .pane-header',
  mayBePale:
    '.test-label-description, .quick-input-list .quick-input-list-label-meta, .gettingStartedContainer .step-title',
  mayBeShortened: TEST_LABEL,
  leastShown: LEAST_LABEL,
  leaveOut: '.monaco-list .monaco-action-bar, .pane-header .monaco-action-bar, .quick-input-count',
};

/** Clocks and what is left of a time go on while the themes are changed. */
const TIMES = /\b\d+(?::\d\d){1,2}\b/g;

/** Looks at what is ours in a picture. */
export class SightLook {
  private constructor(private readonly look: PageLook) {}

  static async load(): Promise<SightLook> {
    return new SightLook(await PageLook.load());
  }

  /** What is cut off, overlapping or too faint, and what axe-core finds; one text each. */
  async flaws(sight: Sight): Promise<string[]> {
    const { stage, scene, way } = sight;
    const found: string[] = [];
    const frames: [Frame, Look][] = [];
    if (scene.parts) {
      const narrow = way.name === 'narrow' ? { mayBeShortened: `${TEST_LABEL}, .label-name` } : {};
      frames.push([stage.workbench.page.mainFrame(), { ...IN_WINDOW, ...narrow, parts: scene.parts }]);
    }
    if (scene.parts && (await this.parts(sight).count()) === 0) found.push('missing: nothing of it is on show');
    const page = scene.browserPage?.(stage).mainFrame() ?? (scene.isPage ? await stage.page() : undefined);
    if (page) {
      frames.push([page, { parts: 'body' }]);
      found.push(...(await this.look.axe(page)));
    }
    for (const [frame, asked] of frames) {
      for (const { kind, what, detail } of await this.look.flaws(frame, asked))
        found.push(`${kind}: ${what} (${detail})`);
    }
    return found;
  }

  /** What a screen reader finds, so that themes can be compared. Empty for what VS Code alone draws. */
  async structure(sight: Sight): Promise<string> {
    const { stage, scene } = sight;
    const inPage = scene.browserPage?.(stage).locator('body') ?? stage.webview.locator('body');
    const parts = scene.browserPage || scene.isPage ? [inPage] : await this.parts(sight).all();
    const texts = await Promise.all(parts.map((part) => part.ariaSnapshot()));
    return texts.join('\n').replace(TIMES, '00:00');
  }

  private parts({ stage, scene }: Sight): Locator {
    return stage.workbench.page.locator(scene.parts ?? NOTHING).filter({ visible: true });
  }
}
