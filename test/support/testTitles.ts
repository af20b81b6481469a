import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(__dirname, '../../..');

export interface TestTitle {
  /** Path relative to test/, such as `core/base/event.test.ts`. */
  readonly file: string;
  readonly title: string;
  /** The title after the titles of all suites that contain the test. */
  readonly fullTitle: string;
}

/**
 * Words that cannot begin a whole sentence: verbs without a subject, pronouns, and words that continue a sentence.
 * Verbs that may also be nouns, such as "changes", are not listed, because good titles begin with them.
 */
const BEGINS_NO_SENTENCE = new Set(
  [
    'am are be been can cannot could did do does had has have is may might must shall should was were will would',
    'accepts agrees allows asks becomes begins belongs brings comes completes describes explains finds follows forgets',
    'gets gives goes keeps knows lets loses makes opens puts refuses remembers removes replaces requires says sees sends',
    'shows stays takes tells throws understands warns writes',
    'he her him his it its she that their them they which who whom whose',
    'also and but nor or so then',
  ].flatMap((words) => words.split(' ')),
);

/** Whether a title can be a sentence that is clear without its suite. Only the first word is checked. */
export function beginsSentence(title: string): boolean {
  return !BEGINS_NO_SENTENCE.has(
    title
      .split(/[\s,:;]/, 1)
      .join()
      .toLowerCase(),
  );
}

/** Titles that are not clear without their suite, and titles that two tests have. */
export function wrongTitles(titles: readonly Omit<TestTitle, 'file'>[]): string[] {
  const seen = new Set<string>();
  return titles.flatMap(({ title, fullTitle }) => {
    const isTwice = seen.has(fullTitle);
    seen.add(fullTitle);
    return [
      ...(beginsSentence(title) ? [] : [`no whole sentence: ${title}`]),
      ...(isTwice ? [`two tests have it: ${fullTitle}`] : []),
    ];
  });
}

/**
 * The titles of all tests in some files, including those made from tables. The tests are not run.
 * @param files relative to test/
 */
export async function titlesIn(files: readonly string[]): Promise<TestTitle[]> {
  const compiled = path.join(root, 'out/test');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      require.resolve('mocha/bin/mocha.js'),
      ...['--dry-run', '--reporter', 'json'],
      ...files.map((file) => path.join(compiled, file.replace(/\.ts$/, '.js'))),
    ],
    { maxBuffer: 64 * 1024 * 1024, cwd: root },
  );
  const { tests } = JSON.parse(stdout) as { tests: TestTitle[] };
  return tests.map(({ file, title, fullTitle }) => ({
    file: path.relative(compiled, file).split(path.sep).join('/').replace(/\.js$/, '.ts'),
    title,
    fullTitle,
  }));
}
