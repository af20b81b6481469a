import type { Theme } from '../workbench';
import type { Scene } from './scene';
import { SCENES } from './scenes/scenes';
import { Stage } from './stage';
import { WAYS, type Way, WHOLE } from './way';

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
      await stage.letNetworkIn(scene.isOnNetwork ?? false);
      if (!scene.goesWith) await this.arrange(scene);
      for (const way of WAYS) {
        const wanted = [...themes].filter(([theme]) => isWanted(theme, way));
        if (wanted.length === 0) continue;
        await stage.zoom(way);
        await stage.rest();
        if (scene.goesWith === 'size') await this.arrange(scene);
        for (const [theme, label] of wanted) {
          await stage.setTheme(theme, label);
          if (scene.goesWith === 'theme') await this.arrange(scene);
          await stage.settle(scene.browserPage?.(stage));
          await visit({ stage, scene, theme, way });
          if (scene.goesWith === 'theme') await scene.leave?.(stage);
        }
        if (scene.goesWith === 'size') await scene.leave?.(stage);
      }
      await stage.zoom(WHOLE);
      if (!scene.goesWith) await scene.leave?.(stage);
    }
  }

  private async arrange(scene: Scene): Promise<void> {
    try {
      await scene.arrange(this.stage);
    } catch (error) {
      await this.stage.workbench.screenshot(`failed scene ${scene.name}`).catch(() => undefined);
      throw new Error(`The scene ${scene.name} could not be arranged.`, { cause: error });
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
