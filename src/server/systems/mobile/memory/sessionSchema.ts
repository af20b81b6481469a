import fs from 'node:fs/promises';
import type { CheckPool } from '../../../../disk/checkPool';

/** The schema of session files cannot be used. The message says why, and what to do. */
export class UnusableSchemaError extends Error {
  override readonly name = 'UnusableSchemaError';

  constructor(
    readonly file: string,
    problem: string,
  ) {
    super(
      `“mobile.schema” names ${file}, which cannot be used: ${problem}; until it can, no session file is read, and the sessions in memory stay as they are.`,
    );
  }
}

/**
 * The file of the option `mobile.schema`, which may change while the server runs. Session files are never held against what
 * it was before, as Problems and `check` go by what it is.
 */
export class SessionSchema {
  /** What the file was when it was read last. Undefined before the first time. */
  private stamp: string | undefined;
  private problem: string | undefined;

  /** @param file absolute path; undefined for the built-in schema */
  constructor(
    private readonly pool: CheckPool,
    private readonly file: string | undefined,
  ) {}

  /**
   * Reads the file again if it has changed. Call this before session files are read.
   * @returns whether it has changed, so that no earlier finding counts any more
   * @throws UnusableSchemaError when it cannot be used
   * @throws PoolDisposedError
   */
  async renew(): Promise<boolean> {
    const { file, pool } = this;
    if (file === undefined) return false;
    const stamp = await stampOf(file);
    const isNew = stamp !== this.stamp;
    if (isNew) {
      pool.reloadSchema();
      this.problem = (await pool.call('schemaProblem', {}, 'urgent')).problem;
      this.stamp = stamp;
    }
    if (this.problem !== undefined) throw new UnusableSchemaError(file, this.problem);
    return isNew;
  }
}

async function stampOf(file: string): Promise<string> {
  try {
    const { mtimeNs, ctimeNs, size, ino } = await fs.stat(file, { bigint: true });
    return [mtimeNs, ctimeNs, size, ino].join(' ');
  } catch (error) {
    return `${(error as NodeJS.ErrnoException).code}`;
  }
}
