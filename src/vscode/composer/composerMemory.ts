import type * as vscode from 'vscode';
import {
  type ComposerRecord,
  coveredRecord,
  type OpenRecord,
  readComposerRecord,
} from '../../core/composer/composerRecord';
import type { Json } from '../../core/json/json';
import { parseJson } from '../../core/json/parseJson';
import { NamedSecrets } from '../../core/redaction/namedSecrets';
import { loginPaths, SLICES, secretNames } from '../../core/systems';
import type { DevServerController } from '../server/devServerController';

const KEY = 'requestComposer';
/** What is longer is not kept: the storage of a window is not made for it. */
const MOST_CHARACTERS = 1_000_000;

/** What the composer had, kept over a reload of the window without its secrets. */
export class ComposerMemory {
  constructor(
    private readonly memento: vscode.Memento,
    private readonly server: Pick<DevServerController, 'options'>,
  ) {}

  /** @param secrets what is known to be secret in it, besides what its names and shapes say */
  async keep(open: OpenRecord, secrets: readonly string[]): Promise<void> {
    const { answer: _, ...withoutAnswer } = open;
    const records = [open, withoutAnswer].map((each) => coveredRecord(each, this.names, secrets));
    await this.memento.update(
      KEY,
      records.find((record) => JSON.stringify(record).length <= MOST_CHARACTERS),
    );
  }

  get record(): ComposerRecord | undefined {
    return readComposerRecord(this.memento.get(KEY));
  }

  async forget(): Promise<void> {
    await this.memento.update(KEY, undefined);
  }

  private get names(): NamedSecrets {
    const options = parseJson(JSON.stringify(this.server.options ?? {})) as { readonly [option: string]: Json };
    return new NamedSecrets({
      names: secretNames(options),
      shapes: SLICES.flatMap(({ secretShapes }) => secretShapes ?? []),
      logins: loginPaths(options),
      isByName: true,
    });
  }
}
