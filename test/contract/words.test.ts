import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { filesIn } from '../support/filesIn';
import { shippedPatterns } from '../support/shippedPatterns';
import { type ShownStrings, shownStrings } from './shownStrings';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');
const table = (file: string) => JSON.parse(read(file)) as Record<string, string>;

/** Words that are the same as in English: names, and what the language took over or English took from it. */
const SAME: Record<string, RegExp> = {
  fr: /Session Workbench|E-mail|Application|sessions?|^(?: s|Active|app|Client|Cookies?|Journal|Pause|Route|Variables)$/giu,
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

/** Other words for what has a word already: of a thing with two words, a reader makes two things. */
const OTHER_WORDS: Record<string, RegExp> = {
  fr: /renouvel|\bapplis?\b/iu,
  ja: /サイン(?:イン|アウト)|アイドルの終わり|絶対の終わり|絶対期限/u,
};

/** The same, where the English has the word. Elsewhere it can be another thing. */
const ONE_WORD: Record<string, readonly (readonly [english: RegExp, words: RegExp])[]> = {
  fr: [
    [/refresh token/i, /d'actualisation/i],
    [/\bidle end\b/i, /fin par inactivité/i],
    [/\babsolute end\b/i, /fin absolue/i],
    [/\bthe app\b/i, /\bapps?\b/i],
  ],
  ja: [
    [/\brefresh(?: token|$)/i, /リフレッシュ/],
    [/\bidle end\b/i, /アイドルタイムアウト/],
    [/\babsolute end\b/i, /絶対タイムアウト/],
    [/\bsign[ -]in page\b/i, /ログインページ/],
  ],
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

    it(`the words in ${name} are there for every string in the code`, () => {
      none(
        [...shown.keys].filter(([key]) => !(key in bundle)).map(([key, place]) => `${JSON.stringify(key)} (${place})`),
      );
    });

    it(`the words in ${name} are there for no string that is gone from the code`, () => {
      none(Object.keys(bundle).filter((key) => !shown.keys.has(key)));
    });

    it(`the words in ${name} are there for every text of the manifest, and for no other`, () => {
      none(Object.keys(manifestEnglish).filter((key) => !(key in manifest)));
      none(Object.keys(manifest).filter((key) => !(key in manifestEnglish)));
    });

    it(`the words in ${name} are translated, not copied`, () => {
      const hasWords = (english: string) =>
        /\p{L}/u.test(english.replace(/\{\d+\}/g, '').replace(SAME[language] as RegExp, ''));
      none(pairs.filter(([english, words]) => words === english && hasWords(english)).map(([english]) => english));
    });

    for (const [part, pattern] of Object.entries(PARTS)) {
      it(`the words in ${name} have the same ${part} as in English`, () => {
        none(
          pairs
            .filter(([english, words]) => found(english, pattern) !== found(words, pattern))
            .map(([, words]) => words),
        );
      });
    }

    it(`the words in ${name} are written as the language is written`, () => {
      none(pairs.map(([, words]) => words).filter((words) => words.trim() !== words || FOREIGN[language]?.test(words)));
    });

    it(`the words in ${name} have one word for one thing`, () => {
      none(pairs.map(([, words]) => words).filter((words) => OTHER_WORDS[language]?.test(words)));
      const rules = ONE_WORD[language] ?? [];
      none(
        pairs
          .filter(([english, words]) => rules.some(([what, word]) => what.test(english) && !word.test(words)))
          .map(([english, words]) => `${english} → ${words}`),
      );
    });

    it(`the words in ${name} call a command what the manifest calls it`, () => {
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
  it('shown strings go through l10n.t, or are templates of phrases, that can be told from the code', () => {
    const { untold, plain } = shownStrings(root);
    none(untold);
    none(plain);
  });

  it('shown strings say a number of things in the singular, too, and the number in both', () => {
    const keys = [...shownStrings(root).keys.keys()];
    const stems = new Map<string, number>();
    for (const key of keys) stems.set(stem(key), (stems.get(stem(key)) ?? 0) + 1);
    const alone = keys.filter((key) => isCount(key) && (stems.get(stem(key)) ?? 0) < 2);
    const wrong = alone.filter((key) => !(key in ALWAYS_MANY) && !(key in ONE_IN_OTHER_WORDS));
    none(wrong);
    const needless = Object.keys({ ...ALWAYS_MANY, ...ONE_IN_OTHER_WORDS }).filter((key) => !alone.includes(key));
    none(needless);
    none(Object.values(ONE_IN_OTHER_WORDS).filter((one) => !keys.includes(one)));
    // 0 is singular in French: "1" must not be what it says.
    none(keys.filter((key) => /(?<![\p{L}\d(])1 \p{Ll}{3}/u.test(key)));
  });

  it('shown strings take the singular as the language does, not by the number 1', () => {
    const own = /([\w.]+) === 1\s*\?\s*l10n\.t\([^)]*,\s*\1\)/;
    none(filesIn('src/vscode', /\.ts$/).filter((file) => own.test(read(file))));
  });

  it('the English of server and command line says no plural of one thing', () => {
    const COUNTED =
      /\$\{[^}`]+\} (?:\p{Ll}+ )?(bytes|characters|entries|faults|files|folders|hints|hours|minutes|repairs|requests|seconds|sessions|steps|times)\b/u;
    const wrong = filesIn('src', /\.tsx?$/).flatMap((file) =>
      read(file)
        .split('\n')
        .filter((line) => COUNTED.test(line) && !MANY_IN_ENGLISH.some((many) => line.includes(many)))
        .map((line) => `${file}: ${line.trim()}`),
    );
    none(wrong);
  });

  it('shown strings have as many values as places', () => {
    none(shownStrings(root).unfilled);
  });

  it('translations are where VS Code looks for them, and in the package', () => {
    assert.equal(JSON.parse(read('package.json')).l10n, './media/l10n');
    for (const line of ['media/l10n/*.json', 'package.nls*.json']) assert.ok(shippedPatterns().includes(line), line);
    const files = fs.readdirSync(path.join(root, 'media/l10n'));
    assert.deepEqual(files.sort(), ['bundle.l10n.fr.json', 'bundle.l10n.ja.json']);
  });
});

/** Texts that a single one never gets, and why. */
const ALWAYS_MANY: Readonly<Record<string, string>> = {
  '{0}: {1} sessions. Continue?': 'asked from so many on',
  'Deleting {0} sessions': 'shown from so many on',
  'Close {0} web sessions?': 'asked of two and more',
  'Remove {0} faults?': 'asked of two and more',
  'This is done with one session, and {0} are meant. Select one, and try again.': 'more than a list shows',
  'Two sessions can be compared; {0} are selected.': 'said of three and more',
  'Take the addresses of all {0} sessions away, so that they are guests?': 'asked when they differ',
  '{0} different addresses': 'shown when they differ',
  '"{0}" is too short: {1} characters or more.': 'one has a text of its own',
  'A password has no more than {0} characters.': 'a limit that is a constant',
};

/** Texts for many, and what is said of one in their place. */
const ONE_IN_OTHER_WORDS: Readonly<Record<string, string>> = {
  'Delete {0} sessions?': 'Delete the session of {0}?',
  'Delete all {0} sessions of {1}?': 'Delete the only session of {0}?',
  'E-mail of {0} sessions': 'E-mail of {0}',
  '{0} session files are open with unsaved changes.': 'A session file is open with unsaved changes.',
  'The rest of {0} characters is not shown.': 'The last character is not shown.',
  'Let {0} authentication tokens expire now?': 'Let an authentication token of “{0}” expire now?',
  'End {0} authentication tokens?': 'End an authentication token of “{0}”?',
  '{0} users are blocked until the sweep at {1}. Live sessions go on.':
    '“{0}” is blocked until the sweep at {1}. Live sessions go on.',
  'Make {0} users inactive?': 'Make the user “{0}” inactive?',
  'Terminate {0} token sessions?': 'Terminate the session of “{0}”?',
  'Terminate all sessions of {0} users?': 'Terminate all sessions of “{0}”?',
  'Disable {0} users?': 'Disable the user “{0}”?',
  'hit {0} times': 'hit once',
  '{0} times': 'once',
};

/** English with a number that is never 1: limits that are constants, and what one has a text of its own for. */
const MANY_IN_ENGLISH = [
  'LONGEST_PATH} characters',
  'MOST_DATA_FILES} files',
  'LONGEST_EMAIL} characters',
  'LONGEST_TOKENS_PASSWORD} characters',
  'LONGEST_DEVICE_TEXT} characters',
  'LONGEST_TOKENS_USER} characters',
  'EDIT_LIMIT.characters} characters',
  'SECRETS_LIMIT.characters} characters',
  "size === 1 ? 'A file'",
  // More than one, or there is nothing to choose from.
  'folders.length} MobileApps folders under',
];

/** What stands after a place that is a name, not a number. */
const OF_A_NAME =
  /^(is|answers|says|has|was|takes|names|passes|exists|does|needs|points|runs|waits|fails|holds|this|its|address|as|ids|cannot)$/;

/** Whether a text says how many of something there are. */
function isCount(key: string): boolean {
  if (/\{\d\} (?:of them )?(?:are|have|need|match|were)\b/.test(key)) return true;
  return [...key.matchAll(/\{\d\} (?:of \{\d\} )?((?:\p{Ll}+ ){0,2}?)(\p{Ll}+s)\b/gu)].some(
    ([, between = '', noun = '']) => !OF_A_NAME.test(noun) && !/\b(is|may|was|and|as|in|to|does)\b/.test(between),
  );
}

/** A text without what the number of things changes in it. */
function stem(key: string): string {
  return key
    .replace(/ies\b/g, 'y')
    .replace(/\b(are|is|was|were|have|has)\b/g, 'is')
    .replace(/\b(they|it)\b/g, 'it')
    .replace(/\b(their|its)\b/g, 'its')
    .replace(/ The first:/, ':')
    .replace(/[.:]/g, '')
    .replace(/\b(\p{L}+?)(es|s)?\b/gu, '$1')
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
