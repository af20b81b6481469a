import path from 'node:path';
import { parseAccept } from 'hono/utils/accept';
import type { FileLimit } from '../../../core/files/fileFault';
import { parseJson } from '../../../core/json/parseJson';
import { readUserFile } from '../../../disk/userFile';
import { PageWords } from './pageWords';

const ENGLISH = new PageWords('en');
/** The languages of the editor, whose translations the pages share. */
const TRANSLATED: readonly string[] = ['fr', 'ja'];

const TRANSLATIONS_LIMIT: FileLimit = { bytes: 4_000_000, name: 'TRANSLATIONS_LIMIT' };

/** The languages in which the server speaks to people in a browser. What programs read is English always. */
export class PageLanguages {
  private readonly read = new Map<string, Promise<PageWords>>();

  /** @param media absolute path of the folder with the translations. Without it there is English alone */
  constructor(private readonly media: string | undefined) {}

  /**
   * The first of the languages wanted that is there, or English.
   * @param acceptLanguage the header `Accept-Language`
   */
  wanted(acceptLanguage: string | undefined): Promise<PageWords> {
    const ranges = parseAccept(acceptLanguage ?? '').filter(({ q }) => q > 0);
    const languages = ranges.map(({ type }) => type.toLowerCase().split('-', 1).join());
    const language = languages.find((each) => each === ENGLISH.language || TRANSLATED.includes(each));
    if (language === undefined || language === ENGLISH.language || this.media === undefined) {
      return Promise.resolve(ENGLISH);
    }
    const known = this.read.get(language) ?? this.wordsIn(language, this.media);
    this.read.set(language, known);
    return known;
  }

  private async wordsIn(language: string, media: string): Promise<PageWords> {
    const file = path.join(media, 'l10n', `bundle.l10n.${language}.json`);
    try {
      const { bytes } = await readUserFile(file, { limit: TRANSLATIONS_LIMIT });
      return new PageWords(language, parseJson(bytes.toString('utf8')) as Record<string, string>);
    } catch {
      // An installation without them is no reason to show nothing.
      return ENGLISH;
    }
  }
}
