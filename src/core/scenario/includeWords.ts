import { type Phrase, phrase } from '../compliance/phrase';
import type { FileLimit } from '../files/fileFault';
import { INCLUDE_LIMIT } from './scenarioLimits';

/** Why files are not included. */
export const INCLUDE_WORDS = {
  /** @param rootOption name of the option that sets another folder */
  outside: (shown: string, roots: string, rootOption?: string): Phrase =>
    rootOption === undefined
      ? phrase('"{0}" is outside of {1}, so it is not included; put it there.', shown, roots)
      : phrase(
          '"{0}" is outside of {1}, so it is not included; put it there, or name a folder that has both with {2}.',
          shown,
          roots,
          rootOption,
        ),
  tooMany: (): Phrase =>
    phrase(
      'The number of included files is above {0} ({1}); include fewer.',
      String(INCLUDE_LIMIT.count),
      INCLUDE_LIMIT.name,
    ),
  tooLarge: ({ bytes, name }: FileLimit): Phrase =>
    phrase('The included files are together larger than {0} B ({1}); include fewer.', String(bytes), name),
};
