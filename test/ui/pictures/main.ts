// npm run pictures [-- SCENE…] [--output DIR] [--theme NAME] [--way NAME] [--check] [--shipped] [--tour]: pictures of every view, in every theme, at 100 and 150 % and with a narrow side bar.
// With --check it says what is cut off, overlapping or too faint in each.
// With --shipped it draws those of the walkthroughs and of the README instead, to media/.
// With --tour it draws the moving one of the README instead.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { drawShipped } from './drawShipped';
import { drawTour } from './drawTour';
import { Gallery, type Sight, scenesNamed } from './gallery';
import { SightLook } from './sightLook';
import { THEMES, WAYS } from './way';

const repository = path.resolve(__dirname, '../../../..');

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      output: { type: 'string', default: path.join(repository, 'out/pictures') },
      theme: { type: 'string', multiple: true, default: [...THEMES.keys()] },
      way: { type: 'string', multiple: true, default: WAYS.map(({ name }) => name) },
      check: { type: 'boolean', default: false },
      shipped: { type: 'boolean', default: false },
      tour: { type: 'boolean', default: false },
    },
  });
  const scenes = scenesNamed(positionals);
  const themes = new Map([...THEMES].filter(([name]) => values.theme.includes(name)));
  if (themes.size < values.theme.length) {
    throw new Error(`--theme is one of ${[...THEMES.keys()].join(', ')}.`);
  }
  if (values.tour) return drawTour(path.join(repository, 'media'));
  if (values.shipped) return drawShipped(path.join(repository, 'media'), themes);
  const look = values.check ? await SightLook.load() : undefined;
  const gallery = await Gallery.open();
  try {
    const keep = async (sight: Sight) => {
      const { stage, scene, theme, way } = sight;
      const file = path.join(values.output, theme, `${scene.name}-${way.name}.png`);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      const page = scene.browserPage?.(stage) ?? stage.workbench.page;
      await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
      console.log(path.relative(repository, file));
      for (const flaw of (await look?.flaws(sight)) ?? []) console.log(`  ${flaw}`);
    };
    for (const scene of scenes) {
      // Of the others there are pictures all the same.
      await gallery.show([scene], themes, (_, way) => values.way.includes(way.name), keep).catch(failed);
    }
  } finally {
    await gallery.close();
  }
}

function failed(error: unknown): void {
  console.error(error);
  process.exitCode = 1;
}

main().catch(failed);
