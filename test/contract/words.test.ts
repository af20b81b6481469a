import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type ShownStrings, shownStrings } from './shownStrings';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');
const table = (file: string) => JSON.parse(read(file)) as Record<string, string>;

/** Words that are the same as in English: names, and what the language took over or English took from it. */
const SAME: Record<string, RegExp> = {
  fr: /Session Workbench|E-mail|Application|sessions?/giu,
  ja: /Session Workbench/g,
};

/** What a translation has as often as the English string, whatever its order. */
const PARTS: Record<string, RegExp> = {
  places: /\{\d+\}/g,
  links: /\]\([^)]*\)/g,
  'line ends': /\n/g,
  icons: /\$\([a-z~-]+\)/g,
  code: /`[^`]*`/g,
  'straight quotes': /"/g,
  'dots that ask for more': /…$/g,
};

/** Writing that the language does not have. */
const FOREIGN: Record<string, RegExp> = {
  fr: /[“”‘’]| [:;?!»]|« |\p{Script=Han}/u,
  ja: /[“”‘’«»]|[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}][,.]/u,
};

for (const [language, name] of [
  ['fr', 'French'],
  ['ja', 'Japanese'],
] as const) {
  describe(`the words in ${name}`, () => {
    let shown: ShownStrings;
    const bundle = table(`media/l10n/bundle.l10n.${language}.json`);
    const manifest = table(`package.nls.${language}.json`);
    const manifestEnglish = table('package.nls.json');
    const pairs = [
      ...Object.entries(bundle),
      ...Object.entries(manifestEnglish).map(([key, english]) => [english, manifest[key] ?? english]),
    ] as [string, string][];

    before(() => {
      shown = shownStrings(root);
    });

    it('are there for every string in the code', () => {
      none(
        [...shown.keys].filter(([key]) => !(key in bundle)).map(([key, place]) => `${JSON.stringify(key)} (${place})`),
      );
    });

    it('are there for no string that is gone from the code', () => {
      none(Object.keys(bundle).filter((key) => !shown.keys.has(key)));
    });

    it('are there for every text of the manifest, and for no other', () => {
      none(Object.keys(manifestEnglish).filter((key) => !(key in manifest)));
      none(Object.keys(manifest).filter((key) => !(key in manifestEnglish)));
    });

    it('are translated, not copied', () => {
      const hasWords = (english: string) =>
        /\p{L}/u.test(english.replace(/\{\d+\}/g, '').replace(SAME[language] as RegExp, ''));
      none(pairs.filter(([english, words]) => words === english && hasWords(english)).map(([english]) => english));
    });

    for (const [part, pattern] of Object.entries(PARTS)) {
      it(`have the same ${part} as in English`, () => {
        none(
          pairs
            .filter(([english, words]) => found(english, pattern) !== found(words, pattern))
            .map(([, words]) => words),
        );
      });
    }

    it('are written as the language is written', () => {
      none(pairs.map(([, words]) => words).filter((words) => words.trim() !== words || FOREIGN[language]?.test(words)));
    });

    it('call a command what the manifest calls it', () => {
      const named = new Map(
        Object.entries(manifestEnglish).map(([key, title]) => [bare(title), bare(manifest[key] ?? '')]),
      );
      const wrong = ([english, words]: [string, string]) => {
        const itself = named.get(bare(english));
        if (itself !== undefined && itself !== bare(words)) return true;
        const quoted = [...english.matchAll(/“([^”]+)”/g)].map(([, title]) => named.get(bare(String(title))));
        return quoted.some((title) => title !== undefined && !words.includes(title));
      };
      none(pairs.filter(wrong).map(([english, words]) => `${english} → ${words}`));
    });
  });
}

describe('the strings that VS Code shows', () => {
  it('go through l10n.t, or are templates of phrases, that can be told from the code', () => {
    const { untold, plain } = shownStrings(root);
    none(untold);
    none(plain);
  });

  it('say a number of things in the singular, too', () => {
    const { keys } = shownStrings(root);
    const COUNTED = /(?<!of )\{\d\} (sessions|guests|steps|flows|variants|bytes|entries|passcodes)\b/;
    const alone = [...keys.keys()].filter((key) => COUNTED.test(key) && !ALWAYS_MANY.has(key));
    const twins = [...keys.keys()].map(stem);
    none(alone.filter((key) => twins.filter((each) => each === stem(key)).length < 2));
  });

  it('have as many values as places', () => {
    none(shownStrings(root).unfilled);
  });

  it('have their translations where VS Code looks for them, and in the package', () => {
    assert.equal(JSON.parse(read('package.json')).l10n, './media/l10n');
    for (const line of ['!media/l10n/*.json', '!package.nls*.json'])
      assert.ok(read('.vscodeignore').includes(`${line}\n`), line);
    const files = fs.readdirSync(path.join(root, 'media/l10n'));
    assert.deepEqual(files.sort(), ['bundle.l10n.fr.json', 'bundle.l10n.ja.json']);
  });
});

/** Texts that a single one never gets: from so many on, or beside a text of its own for one. */
const ALWAYS_MANY = new Set([
  '{0}: {1} sessions. Continue?',
  'Deleting {0} sessions',
  'Delete {0} sessions?',
  'E-mail of {0} sessions',
  'All {0} sessions become guests.',
  'Take the addresses of all {0} sessions away, so that they are guests?',
  'Delete all {0} sessions of {1}?',
  '{0} sessions in the memory of the dev server are not as their files',
]);

/** A text without what the number of things changes in it. */
function stem(key: string): string {
  return key
    .replace(/\{\d\} |\b1 /, '# ')
    .replace(/ies\b/g, 'y')
    .replace(/\b(are|is)\b/g, 'is')
    .replace(/(es|s)\b/g, '')
    .replace(/e\b/g, '');
}

function none(found: readonly string[]): void {
  assert.ok(found.length === 0, `${found.length}:\n${found.join('\n')}`);
}

function found(text: string, pattern: RegExp): string {
  return (text.match(pattern) ?? [])
    .map((each) => each.trim())
    .sort()
    .join(' ');
}

function bare(title: string): string {
  return title.replace(/…$/, '');
}
