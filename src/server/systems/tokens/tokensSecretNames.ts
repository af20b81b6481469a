import { DEFAULT_FIELDS, type TokensFields, type TokensOptions } from './tokensOptions';

/** The members with which clients of the app's own routes send and get secrets. */
const SECRETS: readonly (keyof TokensFields)[] = ['password', 'access_token', 'refresh_token', 'current', 'new'];

/** The names of secrets, as the options have them. */
export function tokensSecretNames({ fields }: TokensOptions): readonly string[] {
  return SECRETS.map((name) => fields?.[name] ?? DEFAULT_FIELDS[name]);
}
