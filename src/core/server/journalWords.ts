import type { Phrase } from '../compliance/phrase';
import type { ReasonCodes, RuleOfKind } from '../protocol/reasonCode';

/** What the row of an entry says of one reason, if that reason is the one that tells what happened. */
export interface ReasonWords {
  readonly words: Phrase;
  /** What stands behind the words: who asked, or what was asked for. */
  readonly of: 'user' | 'path' | 'host' | 'nothing';
  /**
   * Which reason of an entry is told. `foremost` and `main` say what happened, `aside` what happened with it, and `why`
   * is only ever the reason for something else. A refusal goes before all of them.
   */
  readonly weight: 'foremost' | 'main' | 'aside' | 'why';
}

/** The words for reason codes by their names. */
export type JournalWordsTable = { readonly [rule: string]: ReasonWords };

/** The words for each of these reason codes. Only a note, which never decides, may be without. */
export type JournalWords<R extends ReasonCodes> = {
  readonly [N in RuleOfKind<R, 'decided' | 'changed' | 'refused'>]: ReasonWords;
} & { readonly [N in RuleOfKind<R, 'noted'>]?: ReasonWords };

/** Words with who asked behind them. */
export const ofUser = (words: Phrase): ReasonWords => ({ words, of: 'user', weight: 'main' });
/** Words with the path behind them. */
export const ofPath = (words: Phrase): ReasonWords => ({ words, of: 'path', weight: 'main' });
/** Words with the host that the request named behind them. */
export const ofHost = (words: Phrase): ReasonWords => ({ words, of: 'host', weight: 'main' });
/** Words that say everything. */
export const alone = (words: Phrase): ReasonWords => ({ words, of: 'nothing', weight: 'main' });
/** Words that are only ever the reason for something else. */
export const whyWords = (words: Phrase): ReasonWords => ({ words, of: 'nothing', weight: 'why' });
/** Marks words of what happens along with something else, which is told instead. */
export const aside = (said: ReasonWords): ReasonWords => ({ ...said, weight: 'aside' });
/** Marks words of what is told even if something else follows. */
export const foremost = (said: ReasonWords): ReasonWords => ({ ...said, weight: 'foremost' });
