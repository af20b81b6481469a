import fs from 'node:fs';
import path from 'node:path';

/** The two files in which a developer writes the options of a system: the settings of a folder, and server options. */
export class WrittenOptions {
  readonly settings: string;
  readonly options: string;

  /** @param folder which is open in the window */
  constructor(folder: string) {
    this.settings = path.join(folder, '.vscode/settings.json');
    // A file without a name before it would wake the extension by itself.
    this.options = path.join(folder, 'server.session-workbench.json');
  }

  /** Writes both. The dev server starts with the window. */
  write(system: string, options: object): void {
    const settings = {
      [`sessionWorkbench.server.${system}Options`]: options,
      'sessionWorkbench.server.autoStart': true,
    };
    fs.mkdirSync(path.dirname(this.settings));
    fs.writeFileSync(this.settings, JSON.stringify(settings, undefined, 2));
    fs.writeFileSync(this.options, JSON.stringify({ [system]: options }, undefined, 2));
  }
}
