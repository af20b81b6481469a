import { compileProgram } from '../../src/core/pattern/compileProgram';
import type { PatternProgram } from '../../src/core/pattern/patternProgram';
import { runPattern } from '../../src/core/pattern/runPattern';

/** More than any test needs. */
const ALL = 1e9;

/**
 * Counts the steps that JavaScript's engine takes for all regular expressions in a piece of work: each character that it
 * looks at, also again after it went back. They are the same on every machine.
 */
export class PatternSteps {
  private readonly programs = new Map<string, PatternProgram>();

  in(run: () => void): number {
    const { exec } = RegExp.prototype;
    let steps = 0;
    const count = (pattern: RegExp, text: string) => {
      // Counting has patterns of its own.
      RegExp.prototype.exec = exec;
      steps += this.of(pattern, text);
      RegExp.prototype.exec = counting;
    };
    const counting = function (this: RegExp, text: string) {
      count(this, text);
      return exec.call(this, text);
    };
    try {
      // All functions for regular expressions call it, if it is not the one that the engine knows.
      RegExp.prototype.exec = counting;
      run();
    } finally {
      RegExp.prototype.exec = exec;
    }
    return steps;
  }

  private of(pattern: RegExp, text: string): number {
    const { source, flags, sticky, global, lastIndex } = pattern;
    // The first of its matches counts for all of them, so that what stands before the others is not counted again.
    if (global && !sticky && lastIndex > 0) return 0;
    const whole = sticky ? `(?:${source}|)` : global ? `(?:${source}|[\\s\\S])*` : source;
    const program = this.program(whole, flags.replace(/[dgy]/g, ''));
    const budget = { left: ALL };
    runPattern(program, sticky ? text.slice(lastIndex) : text, budget);
    return ALL - budget.left;
  }

  private program(source: string, flags: string): PatternProgram {
    const key = `/${source}/${flags}`;
    let program = this.programs.get(key);
    if (!program) {
      // Without it, no place is met twice, which is not so in JavaScript's engine.
      program = { ...compileProgram(source, flags), hasBackReferences: true };
      this.programs.set(key, program);
    }
    return program;
  }
}
