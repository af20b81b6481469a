import path from 'node:path';
import type { Builder, TestCase } from 'junit-report-builder';
import builder from 'junit-report-builder';
import type { Finding } from '../../core/compliance/finding';
import { errorsOf } from '../../core/compliance/finding';
import type { ApplicationReport, FileReport } from '../checkReport';
import { PRODUCT } from '../product';
import { cdataText } from './cdata';
import type { Format } from './format';
import { under } from './pathUnder';
import { xmlLines, xmlText } from './xmlLines';

/** JUnit XML for CI servers: a suite for each application folder, a case for each session file. */
export const junit: Format = ({ folders, unreadable }, { cwd }) => {
  const report = builder.newBuilder().name(PRODUCT);
  for (const { path: folder, applications, strays } of folders) {
    for (const application of applications) addSuite(report, shown(cwd, folder), application);
    if (strays.length === 0) continue;
    const suite = report.testSuite().name(shown(cwd, folder));
    for (const stray of strays) {
      const name = xmlText(stray.name);
      const place = shown(cwd, folder);
      addFindings(suite.testCase().className(place).name(name).file(`${place}/${name}`), stray);
    }
  }
  // Problems outside of application folders.
  for (const { folder, reason } of unreadable.filter(({ file }) => file === '')) {
    report
      .testSuite()
      .name(shown(cwd, folder))
      .testCase()
      .className(shown(cwd, folder))
      .name('readable')
      .error(xmlText(reason));
  }
  return xmlLines(report.build());
};

function addSuite(
  report: Builder,
  folder: string,
  { name: own, allNames, files, strays, unreadable }: ApplicationReport,
): void {
  const name = xmlText(own);
  const suite = report.testSuite().name(`${folder}/${name}`);
  if (unreadable !== undefined) suite.testCase().className(name).name('readable').error(xmlText(unreadable));
  const told = new Map(files.map((file) => [file.name, file]));
  const all = allNames().map((each) => told.get(each) ?? { name: each, findings: [], unreadable: undefined });
  for (const file of [...all, ...strays]) {
    const fileName = xmlText(file.name);
    const testCase = suite.testCase().className(name).name(fileName).file(`${folder}/${name}/${fileName}`);
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

function shown(cwd: string, folder: string): string {
  return xmlText(under(cwd, folder) || folder.split(path.sep).join('/'));
}
