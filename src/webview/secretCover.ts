import { visibleLines } from '../core/base/visibleText';
import type { RunOutline } from '../core/scenario/outline';
import { SecretTexts } from '../core/scenario/secretTexts';
import { ShortSecrets } from '../core/scenario/shortSecrets';

/** So many texts are remembered with what they look like. A page draws the same ones again and again. */
const MOST_REMEMBERED = 20_000;

/** Covers the secrets of a run in every text of the page, until the user wants to see them. */
export class SecretCover {
  private readonly drawn = new Map<string, string>();
  private secrets = new SecretTexts([], new ShortSecrets());
  /** What the file itself says. A word that everybody can read there is no secret. */
  private open: readonly string[] = [];
  private isLifted = false;

  /** Whether secrets are shown. */
  get lifted(): boolean {
    return this.isLifted;
  }

  /** Begins anew, with the secrets of a flow covered. */
  begin({ name, description, steps }: RunOutline, secrets: readonly string[]): void {
    this.open = [name, description, ...steps.map(({ title }) => title)];
    this.secrets = new SecretTexts([], new ShortSecrets());
    this.drawn.clear();
    this.isLifted = false;
    this.add(secrets);
  }

  /** @returns whether a text that was drawn before has one of these secrets */
  add(secrets: readonly string[]): boolean {
    const fresh = secrets.filter((secret) => !this.isOpen(secret));
    if (fresh.length === 0) return false;
    for (const secret of fresh) this.secrets.add(secret);
    const added = new SecretTexts(fresh, new ShortSecrets());
    const isDrawn = [...this.drawn.keys()].some((text) => added.covered(text) !== text);
    this.drawn.clear();
    return isDrawn;
  }

  /** A short word is in any sentence by chance. */
  private isOpen(secret: string): boolean {
    return ShortSecrets.includes(secret) ? this.open.includes(secret) : this.open.some((text) => text.includes(secret));
  }

  lift(isLifted: boolean): void {
    this.isLifted = isLifted;
  }

  /** A text as it is drawn: nothing hides in it, and no secret is seen. */
  readonly shown = (text: string): string => visibleLines(this.covered(text));

  readonly covered = (text: string): string => {
    if (this.isLifted) return text;
    const known = this.drawn.get(text);
    if (known !== undefined) return known;
    if (this.drawn.size >= MOST_REMEMBERED) this.drawn.clear();
    const covered = this.secrets.covered(text);
    this.drawn.set(text, covered);
    return covered;
  };
}
