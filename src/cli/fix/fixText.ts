import { counted } from '../../core/base/counted';
import type { Finding } from '../../core/compliance/finding';
import { phraseText } from '../../core/compliance/phrase';
import { repairsOf } from '../../core/repair/repairsOf';
import { moveRepair } from '../../core/repair/strayRepair';
import { line, styled, type TerminalLine } from '../../core/terminal/terminalLine';
import type { FixedFile } from '../../disk/fix/fileFix';
import { under } from '../formats/pathUnder';
import type { Terminal } from '../terminal';
import type { FixedFolder } from './fixedFolder';

/**
 * The output for people: what was repaired in each file, what is left with suggestions, and a summary.
 * @param isEnded whether some files were not looked at
 */
export function fixText(folders: readonly FixedFolder[], terminal: Terminal, isEnded: boolean): TerminalLine[] {
  const writer = new FixWriter(terminal);
  for (const { path, files } of folders) {
    if (files.length === 0) continue;
    writer.folder(path);
    let application: string | undefined;
    for (const file of files) {
      if (file.application !== application && file.application !== '') writer.application(file.application);
      application = file.application;
      writer.file(file);
    }
    writer.lines.push(line``);
  }
  const isUntouched = folders.some((folder) => folder.isUntouched === true);
  const why = isUntouched ? 'as no backup can be made' : isEnded ? 'and not all files were looked at' : undefined;
  writer.summary(
    folders.flatMap(({ files }) => files),
    why,
  );
  return writer.lines;
}

class FixWriter {
  readonly lines: TerminalLine[] = [];

  constructor(private readonly terminal: Terminal) {}

  folder(folder: string): void {
    this.lines.push(styled('underline', under(this.terminal.cwd, folder) || folder));
  }

  application(name: string): void {
    this.lines.push(line``, line`  ${styled('bold', name)}`);
  }

  file(fixed: FixedFile): void {
    this.lines.push(line`    ${fixed.name}`);
    for (const { code, title } of fixed.repairs) this.entry('green', '✔', code, phraseText(title));
    for (const finding of fixed.left) this.left(fixed, finding);
    // The reason and a remedy are written to stderr.
    if (fixed.failure !== undefined)
      this.lines.push(line`      ${styled('red', '✖')} left as it was: it could not be written`);
  }

  /** @param why not everything was done; undefined when it was */
  summary(files: readonly FixedFile[], why: string | undefined): void {
    const repaired = files.filter(({ repairs }) => repairs.length > 0);
    const repairs = repaired.reduce((sum, file) => sum + file.repairs.length, 0);
    const left = files.filter((file) => file.left.length > 0 || file.failure !== undefined).length;
    const done =
      repairs === 0
        ? 'Nothing repaired'
        : `${counted(repairs, 'repair')} in ${counted(repaired.length, 'session file')}`;
    const none = why ?? 'none is at fault';
    const rest = left === 0 ? none : `${left} ${left === 1 ? 'is' : 'are'} left to you`;
    const isGood = left === 0 && why === undefined;
    this.lines.push(styled(isGood ? 'green' : 'red', `${isGood ? '✔' : '✖'} ${done}, ${rest}`));
  }

  private left({ application, name, file, left, taken, failure }: FixedFile, finding: Finding): void {
    this.entry('red', '✖', finding.code, finding.message);
    if (failure !== undefined) return;
    for (const { title, change } of repairsOf(file, finding)) {
      const moves = change.application !== undefined || change.name !== undefined;
      if (!taken || !moves) this.choice(phraseText(title));
    }
    if (!taken && finding.code === 'hint/misplaced') {
      const place = application === '' ? name : `${application}/${name}`;
      const repair = moveRepair(place, file.text);
      if (repair) this.choice(phraseText(repair.title));
    }
    // A wrong folder and a wrong name are two findings, but there is only one other file. So it is mentioned once.
    if (taken && finding === left.findLast(({ code }) => code === 'mobi/1' || code === 'hint/misplaced')) {
      this.choice(
        `"${taken.application}/${taken.name}" is there already, or another file belongs there too: decide which of them stays`,
      );
    }
  }

  private entry(style: 'green' | 'red', sign: string, code: string, words: string): void {
    this.lines.push(line`      ${styled(style, sign)} ${code}  ${words}`);
  }

  private choice(words: string): void {
    this.lines.push(line`          ${styled('dim', '?')} ${words}`);
  }
}
