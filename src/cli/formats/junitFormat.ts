import path from 'node:path';
import type { Builder, TestCase } from 'junit-report-builder';
import builder from 'junit-report-builder';
import type { Finding } from '../../core/compliance/finding';
import { errorsOf } from '../../core/compliance/finding';
import type { ApplicationReport, FileReport } from '../checkReport';
import { PRODUCT } from '../product';
import { cdataText } from './cdata';
import type { Format } from './format';
import { reallyUnder } from './pathUnder';
import { repositoryRoot } from './repositoryRoot';
import { withTime, xmlLines, xmlText } from './xmlLines';

/** The root of the repository itself. */
const HERE = '.';

/** JUnit XML for CI servers: a suite for each application folder, a case for each session file. */
export const junit: Format = (checked, context) => {
  const { folders, unreadable, summary } = checked;
  const root = repositoryRoot(checked, context);
  // All files are checked at the same time, so that each gets its share.
  const seconds = summary.ms / 1000 / Math.max(1, summary.files);
  const report = builder.newBuilder().name(PRODUCT);
  for (const { path: folder, applications, strays } of folders) {
    for (const application of applications) addSuite(report, shown(root, folder), application, seconds);
    if (strays.length === 0) continue;
    const suite = report.testSuite().name(shown(root, folder)).time(0);
    for (const stray of strays) {
      const name = xmlText(stray.name);
      const place = shown(root, folder);
      addFindings(suite.testCase().className(place).name(name).file(joined(place, name)).time(0), stray);
    }
  }
  // Problems outside of application folders.
  for (const { folder, reason } of unreadable.filter(({ file }) => file === '')) {
    report
      .testSuite()
      .name(shown(root, folder))
      .time(0)
      .testCase()
      .time(0)
      .className(shown(root, folder))
      .name('readable')
      .error(xmlText(reason));
  }
  return xmlLines(withTime(report.build(), rounded(summary.ms / 1000)));
};

function addSuite(
  report: Builder,
  folder: string,
  { name: own, allNames, files, strays, unreadable }: ApplicationReport,
  seconds: number,
): void {
  const name = xmlText(own);
  const names = allNames();
  const suite = report
    .testSuite()
    .name(joined(folder, name))
    .time(rounded(names.length * seconds));
  if (unreadable !== undefined) suite.testCase().time(0).className(name).name('readable').error(xmlText(unreadable));
  const told = new Map(files.map((file) => [file.name, file]));
  const all = names.map((each) => told.get(each) ?? { name: each, findings: [], unreadable: undefined });
  for (const file of [...all, ...strays]) {
    const fileName = xmlText(file.name);
    const time = strays.includes(file) ? 0 : rounded(seconds);
    const testCase = suite
      .testCase()
      .className(name)
      .name(fileName)
      .file(joined(folder, `${name}/${fileName}`))
      .time(time);
    if (file.unreadable !== undefined) testCase.error(xmlText(file.unreadable));
    addFindings(testCase, file);
  }
}

function addFindings(testCase: TestCase, { findings }: FileReport): void {
  const errors = errorsOf(findings);
  const [first] = errors;
  if (first) {
    const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
    testCase.failure(`${xmlText(first.message)}${more}`, first.code).stacktrace(lines(errors));
  }
  const hints = findings.filter(({ severity }) => severity !== 'error');
  if (hints.length > 0) testCase.standardOutput(lines(hints));
}

function lines(findings: readonly Finding[]): string {
  const each = findings.map(
    ({ code, message, range }) => `${range.start.line + 1}:${range.start.character + 1} ${code} ${xmlText(message)}`,
  );
  return cdataText(each.join('\n'));
}

/** Microseconds are enough. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}

/** From the root of the repository, so that a result has one name on every machine. */
function shown(root: string, folder: string): string {
  const inRoot = reallyUnder(root, folder);
  return xmlText(inRoot === '' ? HERE : (inRoot ?? folder.split(path.sep).join('/')));
}

function joined(folder: string, name: string): string {
  return folder === HERE ? name : `${folder}/${name}`;
}
