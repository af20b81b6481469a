import type { Range } from '../../core/json/position';
import { type TerminalLine, workflowCommand } from '../../core/terminal/terminalLine';
import { reallyUnder } from './pathUnder';

export type AnnotationKind = Parameters<typeof workflowCommand>[0];

/** GitHub shows so many annotations of each kind for a step, and passes over the others. */
const MOST_SHOWN = 10;

/** What an annotation is about. */
export interface Annotated {
  /** Absolute. */
  readonly file: string;
  readonly range?: Range;
  readonly title: string;
}

/** Workflow commands, of which GitHub Actions shows each as an annotation of its file: as many as it shows. */
export class Annotations {
  private readonly shown = new Map<AnnotationKind, number>();

  /** @param base the folder that the runner tells paths from */
  constructor(private readonly base: string) {}

  /** @returns nothing where GitHub shows no more of this kind */
  of(kind: AnnotationKind, { file, range, title }: Annotated, message: string): TerminalLine[] {
    const count = (this.shown.get(kind) ?? 0) + 1;
    this.shown.set(kind, count);
    if (count > MOST_SHOWN) return [];
    const place = {
      ...(range && {
        line: range.start.line + 1,
        endLine: range.end.line + 1,
        col: range.start.character + 1,
        endColumn: range.end.character + 1,
      }),
    };
    return [workflowCommand(kind, { file: reallyUnder(this.base, file) ?? file, ...place, title }, message)];
  }
}
