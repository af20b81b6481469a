import { RunError, type RunnerOptions } from './runnerOptions';
import { OPTIONS_WAYS_OUT } from './runRules';

/**
 * Refuses an option of a scenario's server that leads out of the folder of the run. The code and the files there are of
 * others, and a scenario may be, too.
 * @param option its name, such as `web.project`
 * @param place absolute path
 * @throws RunError
 */
export type AssertPath = (option: string, place: string) => Promise<void>;

/** @param own an option that has a path of the run itself */
export function pathCheck(
  { root, waysOut = OPTIONS_WAYS_OUT }: Pick<RunnerOptions, 'root' | 'waysOut'>,
  own?: string,
): AssertPath {
  return async (option, place) => {
    if (option === own || !root) return;
    if (!root.holds(place)) {
      throw new RunError(
        `“server.${option}” leads to ${place}, which is outside ${root.folder}; ${waysOut.path(place)}.`,
      );
    }
    // The server reads files below it, and what it says of them is in the report.
    const link = await root.linkOut(place);
    if (link !== undefined) {
      throw new RunError(
        `“server.${option}” has the link ${link}, which leads out of ${root.folder}; ${waysOut.path(link)}.`,
      );
    }
  };
}
