import fs from 'node:fs';
import path from 'node:path';
import type { Theme } from '../workbench';
import { type MovingFrame, movingPicture } from './movingPicture';
import { openFlow } from './scenes/flowScenes';
import { SmallPng } from './smallPng';
import { Stage } from './stage';
import { showOnly } from './views';

const THEME: Theme = 'Default Dark Modern';
/** Small, so that the words can be read where the picture is drawn in a column of text. */
const VIEWPORT = { width: 1000, height: 640 };
const SIDE_BAR = 300;
const FLOW = 'Mobile login: token tampered';
/** Enough for a page of text; a reader of the README waits for all of it. */
const MOST_BYTES = 1_500_000;

/**
 * Draws the moving picture of the README: a session at fault is mended, and a flow is played to a refusal with its reasons.
 * @param media the folder that it goes to
 */
export async function drawTour(media: string): Promise<void> {
  const stage = await Stage.open({ viewport: VIEWPORT, theme: THEME }, {});
  try {
    const tour = new Tour(stage, await SmallPng.load());
    await tour.mend();
    await tour.play();
    const gif = movingPicture(tour.frames);
    if (gif.length > MOST_BYTES) throw new Error(`The moving picture has ${gif.length} bytes.`);
    const file = path.join(media, 'readme/tour.gif');
    fs.writeFileSync(file, gif);
    console.log(`readme/tour.gif: ${gif.length} bytes, ${tour.frames.length} pictures`);
  } catch (error) {
    await stage.workbench.screenshot('failed moving picture');
    throw error;
  } finally {
    await stage.close();
  }
}

/** Goes through the window, and keeps a picture of each thing that is told. */
class Tour {
  readonly frames: MovingFrame[] = [];

  constructor(
    private readonly stage: Stage,
    private readonly small: SmallPng,
  ) {}

  async mend(): Promise<void> {
    const { stage } = this;
    const { workbench } = stage;
    await showOnly(stage, 'Mobile Sessions');
    await workbench.sideBarWidth(SIDE_BAR);
    await workbench.expand('Contact');
    const atFault = workbench.rowSpoken(/jane@example\.com/, 'Mobile Sessions');
    await atFault.waitFor();
    await this.keep('A user is logged out, and no log says why.', 2500);
    await atFault.click();
    await workbench.squiggles('error').first().waitFor();
    await workbench.until(
      () => workbench.problems(),
      (rows) => rows.some((row) => row.includes('acepted')),
      'the finding in Problems',
    );
    await workbench.problemRow('acepted').click();
    await this.keep('4D dropped the session: one value is misspelt.', 3000);
    // The letters are drawn over it.
    await workbench.squiggles('error').first().click({ force: true });
    const fix = await workbench.quickFix(/accepted/);
    await this.keep('Session Workbench offers the repair …', 2000);
    await workbench.page.keyboard.press('Enter');
    await fix.waitFor({ state: 'hidden' });
    await workbench.squiggles('error').first().waitFor({ state: 'hidden' });
    await workbench.page.keyboard.press('ControlOrMeta+s');
    await workbench.page.locator('.part.editor .tab.active.dirty').waitFor({ state: 'detached' });
    await this.keep('… and 4D takes the session again.', 2500);
  }

  async play(): Promise<void> {
    const { stage } = this;
    await stage.workbench.palette('View: Hide Panel');
    await stage.clear();
    await openFlow(stage, ['4D Mobile Apps', 'Mobile login'], 'Token tampered', FLOW);
    await stage.workbench.sideBarWidth(SIDE_BAR);
    await stage.workbench.palette('View: Toggle Primary Side Bar Visibility');
    await this.keep('A flow asks a server on this machine.', 2000);
    const messages = stage.webview.getByRole('list', { name: /^Messages/ });
    const refused = messages.getByRole('button', { name: /401/ }).first();
    const next = stage.webview.getByRole('toolbar').getByRole('button', { name: 'Step', exact: true });
    const done = async () => {
      const words = await stage.webview.getByRole('status').allInnerTexts();
      return Number(/(\d+) (?:of|\/) \d+/.exec(words.join(' '))?.[1]);
    };
    for (let before = 0; !(await refused.isVisible()); before = await done()) {
      const isFurther = async () => (await done()) > before;
      const act = async () => {
        if (!(await isFurther())) await next.click();
      };
      await stage.workbench.insist(act, isFurther, `the step after ${before}`);
      await this.keep('Each step is a real request.', 1100);
    }
    await refused.click();
    await this.keep('A call is refused, and the server says why.', 5000);
  }

  private async keep(words: string, ms: number): Promise<void> {
    const { page } = this.stage.workbench;
    await this.stage.rest();
    await page.locator('.monaco-hover:visible').first().waitFor({ state: 'hidden' });
    await page.evaluate(`(${CAPTION})(${JSON.stringify(words)})`);
    await this.stage.settle();
    const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    this.frames.push({ picture: await this.small.read(page, png), ms });
  }
}

/** Runs in the page: says in large letters below what is to be seen. */
const CAPTION = `(words) => {
  const caption = document.querySelector('#tour-words') ?? document.createElement('div');
  caption.id = 'tour-words';
  caption.textContent = words;
  caption.style.cssText = 'position:fixed;left:0;right:0;bottom:0;height:44px;z-index:99999;display:flex;align-items:center;justify-content:center;background:#0b57c2;color:#ffffff;font:600 20px system-ui,sans-serif';
  document.body.append(caption);
}`;
