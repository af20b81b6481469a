import * as vscode from 'vscode';
import { parseJson } from '../../core/json/parseJson';
import { originOf, type PushTarget, readTargets } from '../../core/push/pushTarget';
import { phraseIn } from '../host/phraseText';
import { writtenPlaces } from '../host/settingPlaces';
import { writeSetting, writtenSetting } from '../host/settings';
import { PUSH_SETTINGS } from './pushContract';

const SECRET_KEY = 'push.secret:';

/** A secret, and the only origin that it may be sent to. */
interface StoredSecret {
  readonly origin: string;
  readonly secret: string;
}

/** What is stored for a target: no secret, a valid one, or one for another address. */
export type SecretState =
  | { readonly kind: 'none' }
  | { readonly kind: 'known'; readonly secret: string }
  | { readonly kind: 'otherOrigin'; readonly origin: string };

/**
 * The push targets of `sessionWorkbench.push.targets`, and their secrets. Secrets are in VS Code's secret storage and
 * never in settings. A secret belongs to a name and an origin: if somebody changes the address in the setting, the
 * secret is not sent there.
 */
export class PushTargets {
  private readonly told = new Set<string>();

  constructor(
    private readonly secrets: Pick<vscode.SecretStorage, 'get' | 'store' | 'delete'>,
    private readonly log: Pick<vscode.LogOutputChannel, 'warn'>,
  ) {}

  /** The valid targets. Why another one is invalid is logged once. */
  list(): PushTarget[] {
    const { targets, errors } = readTargets(this.setting());
    for (const error of errors.map(phraseIn)) {
      if (!this.told.has(error)) this.log.warn(error);
      this.told.add(error);
    }
    return targets;
  }

  /** What is wrong with the first invalid entry. */
  error(): string | undefined {
    const [first] = readTargets(this.setting()).errors;
    return first && phraseIn(first);
  }

  find(name: string): PushTarget | undefined {
    return this.list().find((each) => each.name === name);
  }

  /** Writes a target into the settings. It replaces an entry with the same name. */
  async put(name: string, url: string): Promise<void> {
    await this.change((entries) => {
      const at = entries.findIndex((each) => nameOf(each) === name);
      const before = entries[at];
      const entry = { ...(typeof before === 'object' ? before : {}), name, url };
      return at < 0 ? [...entries, entry] : entries.with(at, entry);
    });
  }

  /** Removes a target and its secret. */
  async remove(name: string): Promise<void> {
    await this.change((entries) => entries.filter((each) => nameOf(each) !== name));
    await this.forgetSecret(name);
  }

  async secretOf({ name, url }: PushTarget): Promise<SecretState> {
    const text = await this.secrets.get(SECRET_KEY + name);
    if (text === undefined) return { kind: 'none' };
    const { origin, secret } = parseJson(text) as StoredSecret;
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

  /** Changes the list where it is set now. A list in the workspace settings hides that of the user. */
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
