import * as vscode from 'vscode';
import { originOf, type PushTarget, readTargets } from '../../core/push/pushTarget';
import { phraseIn } from '../host/phraseText';
import { writeSetting, writtenPlaces, writtenSetting } from '../host/settings';
import { PUSH_SETTINGS } from './pushContract';

const SECRET_KEY = 'push.secret:';

/** A secret and the one place that it is for. */
interface StoredSecret {
  readonly origin: string;
  readonly secret: string;
}

/** What is kept of a target's secret: none, one that counts, or one for another address than it has now. */
export type SecretState =
  | { readonly kind: 'none' }
  | { readonly kind: 'known'; readonly secret: string }
  | { readonly kind: 'otherOrigin'; readonly origin: string };

/**
 * The named servers of `sessionWorkbench.push.targets`, and their secrets, which are in VS Code's secret storage and in no
 * setting. A secret is bound to name and origin: whoever changes the address in a setting does not get it sent there.
 */
export class PushTargets {
  private readonly told = new Set<string>();

  constructor(
    private readonly secrets: Pick<vscode.SecretStorage, 'get' | 'store' | 'delete'>,
    private readonly log: Pick<vscode.LogOutputChannel, 'warn'>,
  ) {}

  /** Those that can be used. Why another cannot is in the log, once. */
  list(): PushTarget[] {
    const { targets, faults } = readTargets(this.setting());
    for (const fault of faults.map(phraseIn)) {
      if (!this.told.has(fault)) this.log.warn(fault);
      this.told.add(fault);
    }
    return targets;
  }

  /** Why the first entry that cannot be used cannot be. */
  fault(): string | undefined {
    const [first] = readTargets(this.setting()).faults;
    return first && phraseIn(first);
  }

  find(name: string): PushTarget | undefined {
    return this.list().find((each) => each.name === name);
  }

  /** Writes a target of this name into the settings, in the place of one that has it already. */
  async put(name: string, url: string): Promise<void> {
    await this.change((entries) => {
      const at = entries.findIndex((each) => nameOf(each) === name);
      const before = entries[at];
      const entry = { ...(typeof before === 'object' ? before : {}), name, url };
      return at < 0 ? [...entries, entry] : entries.with(at, entry);
    });
  }

  /** Takes a target out of the settings, with its secret. */
  async remove(name: string): Promise<void> {
    await this.change((entries) => entries.filter((each) => nameOf(each) !== name));
    await this.forgetSecret(name);
  }

  async secretOf({ name, url }: PushTarget): Promise<SecretState> {
    const text = await this.secrets.get(SECRET_KEY + name);
    if (text === undefined) return { kind: 'none' };
    const { origin, secret } = JSON.parse(text) as StoredSecret;
    return origin === originOf(url) ? { kind: 'known', secret } : { kind: 'otherOrigin', origin };
  }

  async setSecret({ name, url }: PushTarget, secret: string): Promise<void> {
    const stored: StoredSecret = { origin: originOf(url), secret };
    await this.secrets.store(SECRET_KEY + name, JSON.stringify(stored));
  }

  async forgetSecret(name: string): Promise<void> {
    await this.secrets.delete(SECRET_KEY + name);
  }

  private setting(): unknown {
    return writtenSetting(PUSH_SETTINGS.targets);
  }

  /** Where the list is now: that of a workspace hides that of the user. */
  private async change(change: (entries: unknown[]) => unknown[]): Promise<void> {
    const { workspace, user } = writtenPlaces(PUSH_SETTINGS.targets);
    const { Workspace, Global } = vscode.ConfigurationTarget;
    const [value, place] = workspace === undefined ? [user, Global] : [workspace, Workspace];
    await writeSetting(PUSH_SETTINGS.targets, change(Array.isArray(value) ? value : []), place);
  }
}

function nameOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null || !('name' in entry)) return undefined;
  return typeof entry.name === 'string' ? entry.name.trim() : undefined;
}
