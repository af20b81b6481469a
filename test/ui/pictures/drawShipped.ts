import fs from 'node:fs';
import path from 'node:path';
import type { Theme } from '../workbench';
import type { ShippedPicture } from './shippedPicture';
import { SHIPPED_PICTURES, SHIPPED_VIEWPORT } from './shippedPictures';
import { SmallPng } from './smallPng';
import { Stage } from './stage';

/** So that words are sharp where the picture is drawn larger than it was on the screen. */
const SCALE = 2;

/**
 * Draws the pictures of the walkthroughs and of the README anew, in a new window for each theme.
 * @throws when some could not be drawn, after all others are
 */
export async function drawShipped(media: string, themes: ReadonlyMap<string, Theme>): Promise<void> {
  const small = await SmallPng.load();
  const failures: unknown[] = [];
  for (const [name, theme] of themes) {
    const stage = await Stage.open({ viewport: SHIPPED_VIEWPORT, theme, scale: SCALE }, {});
    try {
      for (const picture of SHIPPED_PICTURES) {
        await draw(stage, picture, name, media, small).catch((error: unknown) => failures.push(error));
      }
    } finally {
      await stage.close();
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} pictures were not drawn.`);
}

async function draw(
  stage: Stage,
  picture: ShippedPicture,
  theme: string,
  media: string,
  small: SmallPng,
): Promise<void> {
  const name = picture.file(theme);
  try {
    await picture.arrange(stage);
    if (name === undefined) return;
    await stage.rest();
    const { page } = stage.workbench;
    await page.locator('.monaco-hover:visible').first().waitFor({ state: 'hidden' });
    const boxes = await Promise.all(picture.parts.map((part) => page.locator(part).first().boundingBox()));
    const drawn = boxes.filter((box) => box !== null);
    const [x, y] = [Math.min(...drawn.map((box) => box.x)), Math.min(...drawn.map((box) => box.y))];
    const width = Math.max(...drawn.map((box) => box.x + box.width)) - x;
    const whole = Math.max(...drawn.map((box) => box.y + box.height)) - y;
    const clip = { x, y, width, height: Math.min(whole, picture.height ?? whole) };
    const file = path.join(media, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    // Without what only blinks or fades in.
    const png = await page.screenshot({ clip, animations: 'disabled', caret: 'hide' });
    fs.writeFileSync(file, await small.of(page, png));
    console.log(`${name}: ${fs.statSync(file).size} bytes`);
  } catch (error) {
    await stage.workbench.screenshot(`failed picture ${path.basename(name ?? '', '.png')}-${theme}`);
    throw error;
  }
}
