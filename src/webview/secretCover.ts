import { visibleLines } from '../core/base/visibleText';
import type { RunOutline } from '../core/scenario/outline';
import { SecretTexts } from '../core/scenario/secretTexts';

/** So many texts are remembered with what they look like. A page draws the same ones again and again. */
const MOST_REMEMBERED = 20_000;

/** A short word stands in others, too: without `mobi`, nobody could read `/mobileapp`. */
const SHORT_WORD = /^[A-Za-z]{1,5}$/;

/** Covers the secrets of a run in every text of the page, until the user wants to see them. */
export class SecretCover {
  private readonly drawn = new Map<string, string>();
  private secrets = new SecretTexts();
  /** What the file itself says. A word that everybody can read there is no secret. */
  private open = '';
  private isLifted = false;

  /** Whether secrets are shown. */
  get lifted(): boolean {
    return this.isLifted;
  }

  /** Begins anew, with the secrets of a flow covered. */
  begin({ name, description, steps }: RunOutline, secrets: readonly string[]): void {
    this.open = [name, description, ...steps.map(({ title }) => title)].join('\n');
    this.secrets = new SecretTexts();
    this.drawn.clear();
    this.isLifted = false;
    this.add(secrets);
  }

  /** @returns whether a text that was drawn before has one of these secrets */
  add(secrets: readonly string[]): boolean {
    const fresh = secrets.filter((secret) => !SHORT_WORD.test(secret) && !this.open.includes(secret));
    if (fresh.length === 0) return false;
    for (const secret of fresh) this.secrets.add(secret);
    const added = new SecretTexts(fresh);
    const isDrawn = [...this.drawn.keys()].some((text) => added.covered(text) !== text);
    this.drawn.clear();
    return isDrawn;
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
