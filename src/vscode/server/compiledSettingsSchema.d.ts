import type { OptionError } from '../../server/kernel/options/optionsErrorText';

/**
 * Validates the dev server's settings by their schema in package.json. esbuild.js compiles it with ajv, ahead of time.
 */
declare const validate: {
  (value: unknown): boolean;
  errors?: OptionError[] | null;
};
export default validate;
