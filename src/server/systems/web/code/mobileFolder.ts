import fs from 'node:fs';
import path from 'node:path';
import { parseJson } from '../../../../core/json/parseJson';
import { readUserFileSync } from '../../../../disk/userFile';

/** Largest file that `getText()` reads, in bytes. A session file has some hundred. */
const LARGEST = 16 * 1024 * 1024;

/** 4D's fk mobileApps folder, whose name `Folder()` takes. */
export const MOBILE_APPS_FOLDER = 'fk mobileApps folder';

/** A file or a folder of the MobileApps folder, as 4D.File and 4D.Folder name it. */
abstract class Entry {
  /** @param platformPath absolute path */
  constructor(
    readonly platformPath: string,
    protected readonly root: string,
  ) {}

  get path(): string {
    return this.platformPath.split(path.sep).join('/');
  }

  get fullName(): string {
    return path.basename(this.platformPath);
  }

  get name(): string {
    return path.parse(this.platformPath).name;
  }

  get extension(): string {
    return path.extname(this.platformPath);
  }
}

/** Stands for 4D.File. */
export class MobileFile extends Entry {
  get exists(): boolean {
    return fs.statSync(this.platformPath, { throwIfNoEntry: false })?.isFile() ?? false;
  }

  /** @throws Error when the file is no regular file, is too large, or cannot be read */
  getText(): string {
    const limit = { bytes: LARGEST, name: 'mobileFolder.LARGEST' };
    return readUserFileSync(this.platformPath, { limit }).bytes.toString('utf8');
  }

  /** JSON Parse of the text. @throws SyntaxError */
  getJSON(): unknown {
    return parseJson(this.getText());
  }

  /** Writes the whole text, or nothing: a reader never sees half of it. */
  setText(text: string): void {
    if (typeof text !== 'string')
      throw new TypeError('setText() takes a text; write JSON.stringify(value) for an object.');
    if (fs.existsSync(this.platformPath)) regular(this.platformPath);
    const temporary = path.join(path.dirname(this.platformPath), `.${this.fullName}.${process.pid}.tmp`);
    fs.writeFileSync(temporary, text);
    fs.renameSync(temporary, this.platformPath);
  }

  delete(): void {
    fs.rmSync(this.platformPath);
  }
}

/** Stands for 4D.Folder. No name leads out of the MobileApps folder. */
export class MobileFolder extends Entry {
  constructor(platformPath: string, root = platformPath) {
    super(platformPath, root);
  }

  get exists(): boolean {
    return fs.statSync(this.platformPath, { throwIfNoEntry: false })?.isDirectory() ?? false;
  }

  /** @param name relative path with `/` */
  file(name: string): MobileFile {
    return new MobileFile(this.inside(name), this.root);
  }

  folder(name: string): MobileFolder {
    return new MobileFolder(this.inside(name), this.root);
  }

  /** The files in it, without those in its folders. */
  files(): MobileFile[] {
    return this.names((entry) => entry.isFile()).map((name) => this.file(name));
  }

  folders(): MobileFolder[] {
    return this.names((entry) => entry.isDirectory()).map((name) => this.folder(name));
  }

  private names(isWanted: (entry: fs.Dirent) => boolean): string[] {
    if (!this.exists) return [];
    return fs
      .readdirSync(this.platformPath, { withFileTypes: true })
      .filter((entry) => !entry.name.startsWith('.') && isWanted(entry))
      .map(({ name }) => name)
      .sort();
  }

  /** @throws RangeError when the name leads out of the MobileApps folder */
  private inside(name: string): string {
    const whole = path.resolve(this.platformPath, String(name));
    if (String(name).includes('\0') || !whole.startsWith(this.root + path.sep)) {
      throw new RangeError(`“${String(name).slice(0, 100)}” leads out of the MobileApps folder.`);
    }
    return whole;
  }
}

/** @throws Error when there is something else, such as a pipe, at which a reader would wait */
function regular(file: string): fs.Stats {
  const stats = fs.statSync(file);
  if (!stats.isFile()) throw new Error(`${path.basename(file)} is no file.`);
  return stats;
}
