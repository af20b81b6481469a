import { Option } from 'commander';

/** `--schema FILE`, of all commands that check session files. */
export function schemaOption(): Option {
  return new Option('--schema <file>', 'JSON schema of session files, such as 4D’s own; the built-in one unless given');
}
