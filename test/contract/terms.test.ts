import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { EXCEPTIONS, TERMS, type Term } from './terms';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');
const table = (file: string) => JSON.parse(read(file)) as Record<string, string>;

type Pair = readonly [english: string, words: string];

for (const [language, name] of [
  ['fr', 'French'],
  ['ja', 'Japanese'],
] as const) {
  describe(`the terms in ${name}`, () => {
    const manifest = table(`package.nls.${language}.json`);
    const pairs: readonly Pair[] = [
      ...Object.entries(table(`media/l10n/bundle.l10n.${language}.json`)),
      ...Object.entries(table(`media/flow/l10n/${language}.json`)),
      ...Object.entries(table('package.nls.json')).map(([key, english]) => [english, manifest[key] ?? ''] as const),
    ];

    it(`each term has its own word in ${name} wherever the English has it, and nowhere else`, () => {
      const excepted = new Set(EXCEPTIONS.map(([term, english]) => `${term}: ${english}`));
      const wrong = TERMS.flatMap((term) =>
        pairs
          .filter(([english]) => !excepted.has(`${term.words[0]}: ${english}`))
          .filter((pair) => isWrong(term, language, pair))
          .map(([english, words]) => `${term.words[0]}: ${english} → ${words}`),
      );
      assert.deepEqual(wrong, []);
    });
  });
}

describe('the table of terms', () => {
  it('each exception of a term is needed in one of the languages', () => {
    const languages = ['fr', 'ja'] as const;
    const english = table('package.nls.json');
    const needless = EXCEPTIONS.filter(([name, text]) => {
      const term = TERMS.find(({ words }) => words[0] === name);
      return !languages.some((language) => {
        const manifest = table(`package.nls.${language}.json`);
        const keys = Object.keys(english).filter((key) => english[key] === text);
        const bundles = [`media/l10n/bundle.l10n.${language}.json`, `media/flow/l10n/${language}.json`];
        const said = [...bundles.map((file) => table(file)[text]), ...keys.map((key) => manifest[key])];
        return said.some(
          (words) => words !== undefined && term !== undefined && isWrong(term, language, [text, words]),
        );
      });
    });
    assert.deepEqual(needless, []);
  });

  it('no word of the table of terms stands for two terms', () => {
    for (const place of [0, 1, 2] as const) {
      const words = TERMS.map((term) => term.words[place]);
      assert.deepEqual(words, [...new Set(words)]);
    }
  });

  it('the glossary shows the table of terms', () => {
    const rows = read('docs/glossary.md')
      .split('\n')
      .filter((line) => /^\| (?!---|English)/.test(line));
    assert.deepEqual(
      rows,
      TERMS.map(({ words }) => `| ${words.join(' | ')} |`),
    );
  });
});

/** Whether a translation lacks the word of a term that its English has, or has that of one that its English has not. */
function isWrong(term: Term, language: 'fr' | 'ja', [english, words]: Pair): boolean {
  // Names of commands and settings in links are no words, and neither are those of functions and commands of 4D.
  const [from, to] = [english, words].map((text) =>
    text.replace(/\]\([^)]*\)|`[^`]*`|\bMOBILE APP REFRESH SESSIONS\b|\b[\w.]+\(\)/g, ']'),
  ) as [string, string];
  if (term.english.test(from)) return !term[language].test(to);
  return (term.alone ?? []).includes(language) && term[language].test(to);
}
