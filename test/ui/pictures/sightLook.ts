import type { Frame } from 'playwright-core';
import type { Sight } from './gallery';
import type { Look } from './page/flaw';
import { PageLook } from './pageLook';

/** Of a row in a narrow side bar so much is seen of its label. In pixels. */
const LEAST_LABEL = 60;

/** In trees, VS Code shows a tooltip with the rest. Buttons of rows and heads come with the mouse; the count of results is for screen readers. */
const IN_TREES = {
  mayVanish: '.label-description, .pane-header',
  leaveOut: '.monaco-list .monaco-action-bar, .pane-header .monaco-action-bar, .quick-input-count',
};

/** Looks at what is ours in a picture. */
export class SightLook {
  private constructor(private readonly look: PageLook) {}

  static async load(): Promise<SightLook> {
    return new SightLook(await PageLook.load());
  }

  /** What is cut off, overlapping or too faint, and what axe-core finds; one text each. */
  async flaws({ stage, scene, way }: Sight): Promise<string[]> {
    const found: string[] = [];
    const frames: [Frame, Look][] = [];
    if (scene.parts) {
      const narrow = way.name === 'narrow' ? { mayBeShortened: '.label-name', leastShown: LEAST_LABEL } : {};
      frames.push([stage.workbench.page.mainFrame(), { ...IN_TREES, ...narrow, parts: scene.parts }]);
    }
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
  async structure({ stage, scene }: Sight): Promise<string> {
    const inPage = scene.browserPage?.(stage).locator('body') ?? stage.webview.locator('body');
    if (scene.browserPage || scene.isPage) return inPage.ariaSnapshot();
    if (!scene.parts) return '';
    const parts = await stage.workbench.page.locator(scene.parts).filter({ visible: true }).all();
    return (await Promise.all(parts.map((part) => part.ariaSnapshot()))).join('\n');
  }
}
