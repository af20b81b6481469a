import type { Theme } from '../workbench';
import type { Scene } from './scene';
import { SCENES } from './scenes';
import { Stage } from './stage';
import { VIEWPORT, WAYS, type Way } from './way';

/** One scene, in one theme, looked at in one way. */
export interface Sight {
  readonly stage: Stage;
  readonly scene: Scene;
  readonly theme: string;
  readonly way: Way;
}

/** Shows all scenes in all themes and ways, one after the other, in one window of VS Code. */
export class Gallery {
  private constructor(private readonly stage: Stage) {}

  static async open(): Promise<Gallery> {
    return new Gallery(await Stage.open());
  }

  /**
   * @param names of the scenes; all of them when empty
   * @param isWanted which sights are looked at
   */
  async show(
    scenes: readonly Scene[],
    themes: ReadonlyMap<string, Theme>,
    isWanted: (theme: string, way: Way) => boolean,
    visit: (sight: Sight) => Promise<void>,
  ): Promise<void> {
    const { stage } = this;
    for (const scene of scenes) {
      await stage.clear();
      try {
        await scene.arrange(stage);
      } catch (error) {
        await stage.workbench.screenshot(`failed scene ${scene.name}`);
        throw error;
      }
      for (const [name, theme] of themes) {
        await stage.workbench.setTheme(theme);
        for (const way of WAYS.filter((each) => isWanted(name, each))) {
          await stage.workbench.zoom(way.percent, VIEWPORT);
          await stage.workbench.sideBarWidth(way.sideBar);
          await stage.rest();
          await scene.openMenu?.(stage);
          await visit({ stage, scene, theme: name, way });
          if (scene.openMenu) await stage.workbench.closeMenus();
        }
        await stage.workbench.zoom(100, VIEWPORT);
      }
      await scene.leave?.(stage);
    }
  }

  async close(): Promise<void> {
    await this.stage.close();
  }
}

/**
 * @param names all scenes when empty
 * @throws for a name that is none
 */
export function scenesNamed(names: readonly string[]): readonly Scene[] {
  const unknown = names.filter((name) => !SCENES.some((scene) => scene.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `No scene is named ${unknown.join(', ')}; there are: ${SCENES.map(({ name }) => name).join(', ')}.`,
    );
  }
  return SCENES.filter(({ name }) => names.length === 0 || names.includes(name));
}
