import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Workbench, type WorkbenchOptions } from './workbench';

/** A new folder with a MobileApps folder in it, and the window that shows it. */
export class Fixture {
  readonly folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'ui-')));
  readonly mobileApps: string;
  private window: Workbench | undefined;

  /** @param place of the MobileApps folder, below the folder */
  constructor(place = 'Data/MobileApps') {
    this.mobileApps = path.join(this.folder, place);
  }

  get workbench(): Workbench {
    if (!this.window) throw new Error('The window is not open.');
    return this.window;
  }

  async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    this.window = await Workbench.open({ folder: this.folder, ...options });
    return this.window;
  }

  fileOf(application: string, name: string): string {
    return path.join(this.mobileApps, application, name);
  }

  write(application: string, name: string, text: string): void {
    fs.mkdirSync(path.join(this.mobileApps, application), { recursive: true });
    fs.writeFileSync(this.fileOf(application, name), text);
  }

  read(application: string, name: string): string {
    return fs.readFileSync(this.fileOf(application, name), 'utf8');
  }

  /** Takes a picture of the window in which a test has failed, and closes what would make the next ones fail, too. */
  async tidy(test: Mocha.Test | undefined): Promise<void> {
    if (test?.state !== 'failed') return;
    await this.window?.screenshot(`failed ${test.title}`.slice(0, 80));
    await this.window?.clearScreen();
  }

  async close(): Promise<void> {
    await this.window?.close();
    this.window = undefined;
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
