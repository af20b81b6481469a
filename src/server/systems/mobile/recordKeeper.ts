import {
  type MobileDataAnswer,
  type MobileDataFile,
  mobileDataFileName,
  mobileDataText,
  withAnswer,
} from '../../../core/systems/mobile/mobileData';
import { AnswerCleaner } from './answerCleaner';
import type { AnswerKept, AnswerToKeep, RecordingStart } from './answerToKeep';
import { KnownSecrets } from './knownSecrets';
import { RecordedBodies } from './recordedBodies';
import { RecordedFolder } from './recordedFolder';

/** How many parameters an answer can have, and how long they can be (schemas/mobile-data.schema.json). */
const MOST_PARAMETERS = 50;
const LONGEST_PARAMETER = 100_000;
const LONGEST_PATH = 2000;
const ACTION = /^\/mobileapp\/\$action\/([^/]{1,200})$/i;

/** Writes the answers of a recording to its folder, without what belongs to one user. A large one takes seconds. */
export class RecordKeeper {
  private readonly files: RecordedFolder;
  private readonly bodies: RecordedBodies;
  /** Actions that have ended with success in this recording. */
  private readonly done: Set<string>;

  constructor({ folder, done }: RecordingStart) {
    this.done = new Set(done);
    this.files = new RecordedFolder(folder);
    this.bodies = new RecordedBodies(folder);
  }

  async kept(given: AnswerToKeep): Promise<AnswerKept> {
    const { asked, email, secrets, origin } = given;
    const clean = new AnswerCleaner({ email, secrets: new KnownSecrets(secrets), origin });
    const lines: string[] = [];
    try {
      await this.keep(given, clean, (line) => lines.push(line));
    } catch (error) {
      const route = `${asked.method} ${clean.path(asked.path).slice(0, 200)}`;
      lines.push(`An answer to ${route} is not kept: ${(error as Error).message}`);
    }
    return { lines, done: [...this.done] };
  }

  private async keep(
    { asked: { method, path, query }, answer }: AnswerToKeep,
    clean: AnswerCleaner,
    tell: (line: string) => void,
  ): Promise<void> {
    const cleanPath = clean.path(path);
    const cleanQuery = Object.fromEntries(
      Object.entries(query).map(([name, value]) => [clean.path(name), clean.parameter(name, value)]),
    );
    const name = mobileDataFileName(method, cleanPath);
    const before = (await this.files.read(name)) ?? { recorded: true, method, path: cleanPath, answers: [] };
    if (before === 'foreign') {
      tell(`${name} was not made by a recording, so it stays as it is; move it away to have it recorded.`);
      return;
    }
    const other = await this.files.madeByHand(method, cleanPath);
    if (other !== undefined) {
      tell(
        `${other} was made by hand for ${method} ${cleanPath.slice(0, 200)}, so it is played before what is recorded now.`,
      );
    }
    const { part, isSuccess } = await this.bodies.of(answer, clean);
    const note = clean.covered.length === 0 ? undefined : `Covered by the recording: ${clean.covered.join(', ')}.`;
    const after = this.actionBefore(method, cleanPath, isSuccess);
    const kept: MobileDataAnswer = {
      ...(note !== undefined && { note }),
      ...(Object.keys(cleanQuery).length > 0 && { query: cleanQuery }),
      ...(after !== undefined && { after }),
      ...(answer.status !== 200 && { status: answer.status }),
      ...part,
    };
    const file = withAnswer(before, kept);
    assertPlayable(file);
    // What is played once an action was done must be looked at before what is played always.
    const answers = file.answers.toSorted((a, b) => Number(b.after !== undefined) - Number(a.after !== undefined));
    await this.files.write(name, mobileDataText({ ...file, answers }));
    if (note !== undefined) tell(`${name}: ${note}`);
  }

  /** The action itself, if it has ended with success before: then an answer is what it says from the second time on. */
  private actionBefore(method: string, path: string, isSuccess: boolean): string | undefined {
    // Only a POST runs an action, here and where it is played.
    const action = method === 'POST' ? ACTION.exec(path)?.[1] : undefined;
    if (action === undefined) return undefined;
    const after = this.done.has(action) ? action : undefined;
    if (isSuccess) this.done.add(action);
    return after;
  }
}

/** @throws Error when the file could not be played */
function assertPlayable({ path, matters = [], answers }: MobileDataFile): void {
  const values = answers.flatMap(({ query = {} }) => Object.values(query));
  const isLong = values.some((value) => typeof value === 'string' && value.length > LONGEST_PARAMETER);
  if (path.length > LONGEST_PATH) throw new Error(`its path has more than ${LONGEST_PATH} characters`);
  if (matters.length > MOST_PARAMETERS) throw new Error(`its route has more than ${MOST_PARAMETERS} query parameters`);
  if (isLong || matters.some(({ length }) => length > 200)) throw new Error('a query parameter is too long');
}
