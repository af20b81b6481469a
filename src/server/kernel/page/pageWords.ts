import { type Phrase, phraseText } from '../../../core/compliance/phrase';

/** What a page says to its reader, in one language. */
export class PageWords {
  /**
   * @param language as `lang` has it
   * @param translations by their English
   */
  constructor(
    readonly language: string,
    private readonly translations: Readonly<Record<string, string>> = {},
  ) {}

  /** A text is the same in every language. */
  say(said: string | Phrase): string {
    if (typeof said === 'string') return said;
    const { template, args } = said;
    const translated = Object.hasOwn(this.translations, template) ? this.translations[template] : undefined;
    return phraseText({ template: translated ?? template, args: args.map((each) => this.say(each)) });
  }
}
