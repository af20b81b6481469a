import fs from 'node:fs';
import type { FaultKind } from './benchSession';

/** What `check --format json` writes, as far as it is compared. */
export interface CheckOutput {
  readonly summary: { readonly files: number };
  readonly findings: readonly { readonly code: string; readonly file: string }[];
}

/** What a check of a made folder must say of each file. */
export class Oracle {
  private readonly codes = new Map<string, { readonly code: string; readonly kind: FaultKind }>();

  /** @param files how many session files there are */
  constructor(readonly files: number) {}

  /** @param file its path from the MobileApps folder, with `/` */
  expect(file: string, code: string, kind: FaultKind): void {
    this.codes.set(file, { code, kind });
  }

  kindOf(file: string): FaultKind | undefined {
    return this.codes.get(file)?.kind;
  }

  /** How many files have a finding. */
  get faults(): number {
    return this.codes.size;
  }

  *filesOf(kind: FaultKind): Generator<string> {
    for (const [file, each] of this.codes) if (each.kind === kind) yield file;
  }

  /** Writes it beside a folder, one line for each file that must have a finding: path, code and kind, with tabs. */
  write(to: string): void {
    const lines = [...this.codes].map(([file, { code, kind }]) => `${file}\t${code}\t${kind}\n`);
    fs.writeFileSync(to, lines.join(''));
  }

  /** How many verdicts are wrong: findings that are missing or too many, and files that were not counted. */
  wrongIn({ summary, findings }: CheckOutput): number {
    const missing = new Set(this.codes.keys());
    let wrong = Math.abs(summary.files - this.files);
    for (const { file, code } of findings) {
      if (this.codes.get(file)?.code !== code || !missing.delete(file)) wrong++;
    }
    return wrong + missing.size;
  }
}

/** How many of the files that another tool names are wrong or missing. */
export function wrongNames(named: Iterable<string>, expected: ReadonlySet<string>): number {
  const found = new Set(named);
  const extra = [...found].filter((file) => !expected.has(file)).length;
  return extra + [...expected].filter((file) => !found.has(file)).length;
}
