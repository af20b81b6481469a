import assert from 'node:assert/strict';
import { Gallery } from './pictures/gallery';
import { SCENES } from './pictures/scenes/scenes';
import { SightLook } from './pictures/sightLook';
import { THEMES, type Way, WHOLE } from './pictures/way';

/** The other ways in one theme: what is cut off there is cut off in all. */
const isWanted = (theme: string, way: Way) => way === WHOLE || theme === 'dark';

describe('what people see, in each theme, at 150 % and with a narrow side bar', () => {
  let gallery: Gallery;
  let look: SightLook;

  before(async () => {
    look = await SightLook.load();
    gallery = await Gallery.open();
  });

  after(() => gallery?.close());

  for (const scene of SCENES) {
    it(`of the picture ${scene.name} nothing is cut off, overlapping or faint, and all themes show the same`, async () => {
      const structures = new Map<string, string>();
      const flaws: string[] = [];
      await gallery.show([scene], THEMES, isWanted, async (sight) => {
        const { theme, way } = sight;
        for (const flaw of await look.flaws(sight)) flaws.push(`${theme}, ${way.name}: ${flaw}`);
        if (way === WHOLE) structures.set(theme, await look.structure(sight));
      });
      assert.deepEqual(flaws, []);
      const [first, ...others] = structures;
      for (const [theme, structure] of others)
        assert.equal(structure, first?.[1], `${theme} shows what ${first?.[0]} does`);
    });
  }
});
