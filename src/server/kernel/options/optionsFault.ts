import { OptionsError } from '../../../core/server/optionsError';
import validate from './compiledOptionsSchema';
import { checkedOptions } from './optionsCheck';

/** What is wrong with options. */
export interface OptionsFault {
  /** One sentence without its full stop, which begins with the option. */
  readonly message: string;
  /** Whether the JSON schema of the options says it too. */
  readonly isOfSchema: boolean;
}

/** What a server would refuse these options for before it looks at what they name. Undefined if nothing. */
export function optionsFault(value: unknown): OptionsFault | undefined {
  try {
    void checkedOptions(value);
    return undefined;
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    return { message: error.message, isOfSchema: !validate(value) };
  }
}
